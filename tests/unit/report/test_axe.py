"""Pages are held against axe-core in a real browser, where both are on this machine."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from thematic.report.html import render_html

AXE = os.environ.get("THEMATIC_AXE", "")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHECK = """
document.querySelectorAll("details").forEach(one => { one.open = true; });
axe.run({resultTypes: ["violations"]}).then(found => {
  const told = found.violations.map(one => [one.impact, one.id, one.nodes.map(node => node.html)]);
  document.body.innerHTML = "<pre id=told></pre>";
  document.getElementById("told").textContent = JSON.stringify(told);
});
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not AXE, reason="THEMATIC_AXE does not name axe.min.js of axe-core"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("copy", ["public", "team"])
def test_axe_finds_no_fault(request, tmp_path, copy, width, scheme):
    page = render_html(request.getfixturevalue(copy))
    # Its own policy keeps every other script out, also this one.
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    scripts = f"<script>{Path(AXE).read_text(encoding='utf-8')}</script><script>{CHECK}</script>"
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", f"{scripts}</body>"), encoding="utf-8")
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
         f"--blink-settings=preferredColorScheme={int(scheme == 'light')}", "--virtual-time-budget=60000",
         "--dump-dom", file.as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, done.stderr[-500:]
    assert json.loads(html.unescape(told[1])) == []
