import pytest
from flask import Flask

from tests.html_pages import InvalidPageError, parse, strict_client

GOOD = '<!doctype html><html lang="vi"><head><title>t</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    ["<p>một", "<ul><li>một</ul>", '<input disabled value="a">', "<table><tr><td>1</td></tr></table>", "a & b"],
)
def test_valid_html_passes(body: str) -> None:
    parse(GOOD.format(body))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<p><div></p></div>", "line 1"),
        ("\n<b>một", "line 2"),
        ("</span>", "line 1"),
        ('<p a="1" a="2">', "line 1"),
        ('<p id="x"></p><p id="x"></p>', "stands twice"),
    ],
)
def test_a_fault_is_named_with_its_place(body: str, place: str) -> None:
    with pytest.raises(InvalidPageError, match=place):
        parse(GOOD.format(body))


def test_a_page_without_doctype_is_refused() -> None:
    with pytest.raises(InvalidPageError, match="doctype"):
        parse("<p>một</p>")


def test_the_client_parses_what_it_fetches() -> None:
    app = Flask(__name__)
    app.add_url_rule("/good", view_func=lambda: GOOD.format("<p>một</p>"), endpoint="good")
    app.add_url_rule("/bad", view_func=lambda: GOOD.format("</i>"), endpoint="bad")
    app.add_url_rule("/text", view_func=lambda: ("</i>", {"Content-Type": "text/plain"}), endpoint="text")
    client = strict_client(app)
    assert client.get("/good").status_code == 200
    assert client.get("/text").status_code == 200
    assert client.get("/nowhere").status_code == 404
    with pytest.raises(InvalidPageError, match="/bad"):
        client.get("/bad")
