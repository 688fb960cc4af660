"""Saving and continuing without a script, and the text size: every post returns everything typed."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from surveyapp.database.sessions import writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER, full_answers, responses
from tests.surveyapp.respondents.test_plain_path import hidden

RESUME_CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
ADVICE = "Công khai hơn"


def begun(page: str) -> dict[str, str]:
    """Return a half-filled form as the page sends it."""
    about = {name: hidden(page, name) for name in ("version", "variant", "language", "nonce")}
    return about | {"consent": "1", "overall": "7", "advice": ADVICE}


def holds_what_was_typed(page: str) -> bool:
    return ADVICE in page and re.search(r'name="overall" value="7"[^>]* checked', page) is not None


def test_the_code_of_a_card_saves_and_opens_the_form(client: FlaskClient, code: str) -> None:
    form = begun(client.post(f"{INSIDER}/plain", data={"code": code}).text)
    saved = client.post(f"{INSIDER}/draft", data=form | {"code": code})
    assert "ít nhất 4 tuần" in saved.text
    assert f'href="{INSIDER}/plain?lang=vi#resume"' in saved.text
    asked = client.post(f"{INSIDER}/plain", data={"code": code.lower()}).text
    assert "Có một phiếu đã lưu với mã này" in asked
    assert 'name="overall"' not in asked
    opened = client.post(f"{INSIDER}/draft/open", data={"code": code}).text
    assert holds_what_was_typed(opened)
    assert hidden(opened, "nonce") == form["nonce"]
    assert '<span class="unit">Sở Nội vụ</span>' in opened
    assert "Số biên nhận" in client.post(INSIDER, data=begun(opened) | {"code": code}).text
    assert len(responses()) == 1
    assert "Có một phiếu đã lưu" not in client.post(f"{INSIDER}/plain", data={"code": code}).text


def test_a_card_that_was_replaced_opens_no_saved_form(client: FlaskClient, code: str) -> None:
    form = begun(client.post(f"{INSIDER}/plain", data={"code": code}).text)
    client.post(f"{INSIDER}/draft", data=form | {"code": code})
    with writing() as session:
        session.execute(delete(AccessCodeRow))
    reply = client.post(f"{INSIDER}/draft/open", data={"code": code})
    assert reply.status_code == 422
    assert ADVICE not in reply.text


def test_whoever_wishes_begins_anew(client: FlaskClient, code: str) -> None:
    form = begun(client.post(f"{INSIDER}/plain", data={"code": code}).text)
    client.post(f"{INSIDER}/draft", data=form | {"code": code})
    page = client.post(f"{INSIDER}/plain", data={"code": code, "anew": "1"}).text
    assert 'name="overall"' in page
    assert not holds_what_was_typed(page)


def test_the_open_link_gives_a_resume_code_that_opens_the_form(client: FlaskClient) -> None:
    saved = client.post(f"{OUTSIDER}/draft", data=begun(client.get(f"{OUTSIDER}/plain").text)).text
    resume = RESUME_CODE.findall(saved)[0]
    opened = client.post(f"{OUTSIDER}/draft/open", data={"resume": resume.lower()}).text
    assert holds_what_was_typed(opened)
    answers = full_answers() | {name: hidden(opened, name) for name in ("version", "variant", "language", "nonce")}
    assert "Số biên nhận" in client.post(OUTSIDER, data=answers | {"resume": resume}).text
    gone = client.post(f"{OUTSIDER}/draft/open", data={"resume": resume})
    assert gone.status_code == 422


@pytest.mark.parametrize(
    ("address", "wrong", "place"),
    [
        (f"{OUTSIDER}/draft/open", {"resume": "ABCD"}, "resume"),
        (f"{INSIDER}/draft/open", {"code": "ABCD"}, "code-place"),
        (f"{INSIDER}/draft", {"code": "ABCD"}, "code-place"),
    ],
)
def test_a_wrong_code_is_told_beside_its_field_and_everything_typed_stays(
    client: FlaskClient, code: str, address: str, wrong: dict[str, str], place: str
) -> None:
    entry = {"code": code} if address.startswith(INSIDER) else {}
    form = begun(client.post(f"{address.split('/draft')[0]}/plain", data=entry).text)
    page = client.post(address, data=form | wrong)
    assert page.status_code == 422
    assert f'<a href="#{place}">' in page.text
    assert f'id="{place}-fault"' in page.text
    assert holds_what_was_typed(page.text)
    assert hidden(page.text, "nonce") == form["nonce"]


def test_a_form_too_large_to_save_stays_in_sight(client: FlaskClient) -> None:
    form = begun(client.get(f"{OUTSIDER}/plain").text)
    page = client.post(f"{OUTSIDER}/draft", data=form | {"advice": ADVICE + "x" * 300_000})
    assert page.status_code == 413
    assert "Xin rút ngắn phần viết" in page.text
    assert 'name="overall" value="7"' in page.text


def test_a_size_of_the_text_keeps_what_was_typed_and_stays(client: FlaskClient) -> None:
    form = begun(client.get(f"{OUTSIDER}/plain").text)
    page = client.post(f"{OUTSIDER}/plain?again=1&size=larger", data=form).text
    assert '<html lang="vi" data-size="larger">' in page
    assert holds_what_was_typed(page)
    assert f'formaction="{OUTSIDER}/plain?lang=en&amp;again=1&amp;size=larger"' in page
    wrong = client.post(f"{OUTSIDER}?lang=vi&size=larger", data=form | {"years": "400"}).text
    assert '<html lang="vi" data-size="larger">' in wrong
    assert "data-size" not in client.get(f"{OUTSIDER}/plain?size=%22x").text
