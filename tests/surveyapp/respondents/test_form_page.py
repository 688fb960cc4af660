import gzip
import re

import pytest
from flask.testing import FlaskClient

from forms.model.study import Study
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from tests.html_pages import parse
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER

MOST_BYTES = 40_000


@pytest.mark.parametrize("address", [INSIDER, OUTSIDER])
@pytest.mark.parametrize("more", ["?v=a", "?v=b", "?v=a&lang=en", "?v=nonsense&lang=fr"])
def test_every_form_is_a_well_formed_page_in_each_language_and_order(
    client: FlaskClient, address: str, more: str
) -> None:
    page = client.get(address + more)
    assert page.status_code == 200
    assert f'<html lang="{"en" if "lang=en" in more else "vi"}">' in page.text


def test_the_page_is_the_same_bytes_for_everybody_and_sets_no_cookie(client: FlaskClient) -> None:
    first, second = (client.get(f"{OUTSIDER}?v=a", headers={"User-Agent": agent}) for agent in ("one", "two"))
    assert first.data == second.data
    assert "Set-Cookie" not in first.headers


def test_a_browser_that_has_the_page_is_told_so(client: FlaskClient) -> None:
    first = client.get(f"{OUTSIDER}?v=a")
    again = client.get(f"{OUTSIDER}?v=a", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_page_style_and_script_weigh_little_and_nothing_else_is_asked_for(client: FlaskClient) -> None:
    client.application.test_client_class = None  # the strict client cannot read compressed pages
    client = client.application.test_client()
    page = client.get(OUTSIDER, headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(page.data).decode()
    asked = re.findall(r'(?:src|href)="(/assets/[^"]+)"', text)
    parts = [client.get(address, headers={"Accept-Encoding": "gzip"}) for address in asked]
    assert len(asked) == 2
    assert len(page.data) + sum(len(part.data) for part in parts) < MOST_BYTES
    assert all("immutable" in part.headers["Cache-Control"] for part in parts)


def test_nothing_is_chosen_beforehand(client: FlaskClient) -> None:
    page = client.get(OUTSIDER).text
    assert not re.search(r"<input[^>]* checked|<option[^>]* selected", page)


def test_every_control_has_a_name_and_options_are_named_by_their_own_words(client: FlaskClient) -> None:
    tree = parse(client.get(OUTSIDER).text)
    ids = {element.get("id"): element for element in tree.iter() if element.get("id")}
    unnamed = []
    for fieldset in tree.iter("fieldset"):
        for kind in ("input", "select", "textarea"):
            for control in fieldset.iter(kind):
                names = (control.get("aria-labelledby") or "").split()
                is_option = control.get("type") in ("radio", "checkbox")
                is_named = bool(names) or bool(control.get("aria-label"))
                if any(name not in ids for name in names) or is_named is is_option:
                    unnamed.append(control.get("name"))
                assert not is_option or f"{fieldset.get('id')}-q" not in names
    assert unnamed == []


def test_variants_differ_in_order_only(client: FlaskClient) -> None:
    def options(variant: str) -> list[str]:
        page = client.get(f"{OUTSIDER}?v={variant}").text
        return re.findall(r'<option value="(\d)"', page[page.index('name="solutions.1"') :].split("</select>")[0])

    assert options("a") == ["1", "2", "3", "4"]
    assert options("b") == ["4", "3", "2", "1"]


def test_a_rehearsal_is_marked_on_every_page(client: FlaskClient) -> None:
    for address in ("/", OUTSIDER, f"{OUTSIDER}/plain", f"{INSIDER}/plain", f"{OUTSIDER}/received"):
        assert "Chạy thử" in client.get(address).text


def test_a_closed_study_says_so_politely(client: FlaskClient, study: Study) -> None:
    change_state(study.id, State.CLOSED)
    page = client.get(OUTSIDER)
    assert page.status_code == 410
    assert "Cuộc khảo sát đã kết thúc" in page.text
    assert "kết thúc" in client.get("/").text


@pytest.mark.parametrize("address", ["/s/none/outsider", "/s/none", "/assets/none.js"])
def test_what_does_not_exist_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_start_page_leads_to_the_forms(client: FlaskClient) -> None:
    page = client.get("/").text
    assert f'href="{INSIDER}"' in page
    assert f'href="{OUTSIDER}?lang=en"' in client.get("/?lang=en").text
