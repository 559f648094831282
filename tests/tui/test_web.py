"""The desk in a browser: this machine only, a secret in the address, and real keys in headless Chromium."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import pytest

from thematic.errors import BadInput, Refused
from thematic.tui.loopback import is_this_machine
from thematic.tui.web import port_on, serve_desk

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.0.0.5", False),
        ("x.y", False),
    ],
)
def test_which_addresses_are_this_machine(host: str, own: bool) -> None:
    assert is_this_machine(host) is own


def test_other_hosts_are_refused_unless_asked_for() -> None:
    with pytest.raises(Refused, match="other machines"):
        serve_desk("x.thematic", host="0.0.0.0")


def test_an_address_that_cannot_be_listened_on_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput, match="cannot listen on 127.0.0.1, port"):
            port_on("127.0.0.1", taken.getsockname()[1])


@pytest.fixture
def served(study: Any, tmp_path: Any) -> Any:
    """`thematic open --web`; yields the address it told, and ends it with Ctrl-C."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    environment = {**os.environ, "THEMATIC_CONFIG": str(tmp_path / "config")}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "thematic",
            "-p",
            study.path,
            "--as",
            "Ann",
            "open",
            "--web",
            f"--port={port}",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    for _ in range(600):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield address
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert said.splitlines()[-1] == "Ended. Everything the desk showed is saved."
    assert process.returncode == 0


def status(address: str, **headers: str) -> int:
    try:
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        problem.close()
        return problem.code


def test_only_who_knows_the_token_gets_in_and_the_page_loads_nothing_from_elsewhere(served: str) -> None:
    root = served.rsplit("/", 2)[0]
    assert served.startswith("http://127.0.0.1:")
    assert status(served) == 200
    assert status(f"{root}/") == 403
    assert status(f"{root}/guess/") == 403
    assert status(f"{root}/static/js/textual.js") == 403
    assert status(f"{served}static/js/textual.js") == 200
    assert status(served, Host="evil.example") == 403
    assert status(f"{served}ws", Origin="http://evil.example") == 403
    loads_nothing_from_elsewhere(served)


def loads_nothing_from_elsewhere(served: str) -> None:
    with urllib.request.urlopen(served) as answer:
        page = answer.read().decode()
        policy = answer.headers["Content-Security-Policy"]
    assert "https://" not in page
    assert "default-src 'none'" in policy


def test_ctrl_c_ends_a_desk_that_somebody_has_open(served: str) -> None:
    """The page is left open; ending `served` proves that the server does not wait for it."""
    seen = threading.Event()
    threading.Thread(target=lambda: asyncio.run(keep_open(served, seen)), daemon=True).start()
    assert seen.wait(60)


async def keep_open(address: str, seen: threading.Event) -> None:
    import aiohttp

    async with aiohttp.ClientSession() as session, session.ws_connect(f"{address}ws?width=80") as page:
        async for _ in page:
            seen.set()


@pytest.mark.slow
def test_a_sentence_is_coded_in_a_browser(served: str, study: Any, tmp_path: Any) -> None:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    asyncio.run(code_in(browser, served, tmp_path, lambda: bool(study.codings())))
    assert {code for _, code in study.codings()} == {"time"}


async def code_in(browser: str, address: str, folder: Any, coded: Any) -> None:
    """Press keys in a headless browser until something is coded."""
    import aiohttp

    arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        "--window-size=1100,700",
    ]
    process = await asyncio.create_subprocess_exec(
        browser, *arguments, f"--user-data-dir={folder}/browser", address,
        stderr=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        found = folder / "browser" / "DevToolsActivePort"
        for _ in range(1_200):
            if found.exists() and found.read_text().strip():
                break
            await asyncio.sleep(0.05)
        port = found.read_text().split()[0]
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                    pages = [page for page in await answer.json() if page["type"] == "page"]
                if pages:
                    break
                await asyncio.sleep(0.05)
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as devtools:
                await use(devtools, coded)
    finally:
        process.terminate()
        await process.wait()


async def use(devtools: Any, coded: Any) -> None:
    number = 0

    async def ask(method: str, **parameters: Any) -> Any:
        nonlocal number
        number += 1
        await devtools.send_str(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads((await devtools.receive()).data)
            if answer.get("id") == number:
                return answer.get("result", {})

    seen = "document.body && document.body.classList.contains('-first-byte')"
    for _ in range(1_200):
        if (await ask("Runtime.evaluate", expression=seen))["result"].get("value"):
            break
        await asyncio.sleep(0.05)
    for _ in range(60):  # until the desk has opened the project behind its shell
        await ask("Runtime.evaluate", expression="document.querySelector('.xterm-helper-textarea').focus()")
        for key in (" ", *"lack", "\r"):
            await ask("Input.dispatchKeyEvent", type="char", text=key)
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        if coded():
            break
    picture = os.environ.get("THEMATIC_BROWSER_PICTURE")
    if picture:
        import base64
        from pathlib import Path

        data = (await ask("Page.captureScreenshot"))["data"]
        Path(picture).write_bytes(base64.b64decode(data))
