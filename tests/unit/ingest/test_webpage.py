import hashlib

import pytest

from thematic.errors import BadInput
from thematic.ingest.webpage import read_webpage


def test_blocks_are_lines_and_scripts_say_nothing():
    page = "<html><head><title>T</title><style>x</style></head><body><h1>One</h1>"
    page += "<p>two\n <b>three</b> four<br>five</p>"
    page += "<script>var x='<p>no</p>'</script><ul><li>a &amp; b</li><li>c</li></ul></body></html>"
    assert read_webpage(page, "a.html") == "One\ntwo three four\nfive\na & b\nc\n"


def test_cells_are_parted_by_tabs_and_pre_keeps_its_lines():
    page = "<table><tr><td>I</td><td>So</td></tr><tr><td>P</td><td>Well</td></tr></table><pre>a\n  b</pre>"
    assert read_webpage(page, "a.html") == "I\tSo\nP\tWell\na\n  b\n"


def test_a_page_without_words_is_refused():
    with pytest.raises(BadInput, match="holds no words"):
        read_webpage("<p> </p>", "a.html")


def test_a_broken_page_is_refused():
    with pytest.raises(BadInput, match="is damaged"):
        read_webpage("<p>a</p><![CD><!-- -->", "a.html")


def test_the_reader_is_frozen():
    digest = hashlib.sha256(
        read_webpage("<p>I: So?</p><p>P: Caf&eacute;&nbsp;x</p>", "a.html").encode()
    ).hexdigest()
    assert digest == "a60bda7135c49e4b8b4064f13f787ff5ff3555463195475a351fbf387c75c31d"
