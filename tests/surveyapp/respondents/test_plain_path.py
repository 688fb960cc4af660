from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import TextRow
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER, responses


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_the_shared_page_leads_there_without_a_script(client: FlaskClient) -> None:
    page = client.get(INSIDER).text
    assert f'<noscript><p class="note"><a href="{INSIDER}/plain?lang=vi">' in page


def test_the_code_comes_first_and_then_the_form_names_the_agency(client: FlaskClient, code: str) -> None:
    first = client.get(f"{INSIDER}/plain").text
    assert 'name="code"' in first
    assert 'name="consent"' not in first
    form = client.post(f"{INSIDER}/plain", data={"code": code}).text
    assert '<span class="unit">Sở Nội vụ</span>' in form
    assert "<script" not in form
    sent = {name: hidden(form, name) for name in ("version", "variant", "language", "nonce")}
    reply = client.post(INSIDER, data=sent | {"code": code, "consent": "1", "duty_assigns": "5"})
    assert "Số biên nhận" in reply.text
    assert len(responses()) == 1


def test_a_wrong_code_is_told_beside_its_field(client: FlaskClient) -> None:
    page = client.post(f"{INSIDER}/plain", data={"code": "ABCD"})
    assert page.status_code == 422
    assert 'id="code-place-fault"' in page.text
    assert 'value="ABCD"' in page.text


def test_an_open_form_needs_no_code(client: FlaskClient) -> None:
    page = client.get(f"{OUTSIDER}/plain?lang=en").text
    assert 'name="consent"' in page
    assert len(hidden(page, "nonce")) >= 16


def test_conditions_are_said_in_words(client: FlaskClient) -> None:
    page = client.get(f"{OUTSIDER}/plain?lang=en").text
    assert "Only if you chose “Yes” in “Do you know of any violation?”." in page
    # Consent is on the same page, so the sections need not repeat that condition.
    assert "I agree”" not in page


def shown_again(client: FlaskClient, **answers: str) -> str:
    """The page after sending without consent, which is refused."""
    form = client.get(f"{OUTSIDER}/plain").text
    sent = {name: hidden(form, name) for name in ("version", "variant", "language", "nonce")}
    reply = client.post(OUTSIDER, data=sent | answers)
    assert reply.status_code == 422
    return reply.text


def test_the_pages_that_follow_name_the_agency_that_was_chosen_or_written_in(client: FlaskClient) -> None:
    chosen = shown_again(client, out_agency="1")
    assert '<span class="unit">Sở Nội vụ</span>' in chosen
    written = shown_again(client, out_agency="97", **{"out_agency.97.text": "Trạm  Khuyến nông\n Ea Kar"})
    assert '<span class="unit">Trạm Khuyến nông Ea Kar</span>' in written
    none = shown_again(client, out_agency="0", **{"out_agency.97.text": "Trạm Khuyến nông"})
    assert '<span class="unit">cơ quan mà Ông/Bà nêu</span>' in none


def test_a_written_name_is_escaped_and_cut(client: FlaskClient) -> None:
    page = shown_again(client, out_agency="97", **{"out_agency.97.text": "<b>Trạm</b> {unit} & " + "ă" * 300})
    name = page.split('<span class="unit">')[1].split("</span>")[0]
    assert name.startswith("&lt;b&gt;Trạm&lt;/b&gt; {unit} &amp; ă")
    assert len(unescape(name)) == 80
    assert name.endswith("…")
    assert "<b>Trạm" not in page


def test_a_written_name_is_stored_only_as_the_answer_it_is(client: FlaskClient) -> None:
    form = client.get(f"{OUTSIDER}/plain").text
    sent = {name: hidden(form, name) for name in ("version", "variant", "language", "nonce")}
    answers = {"consent": "1", "out_agency": "97", "out_agency.97.text": "Trạm Khuyến nông"}
    assert "Số biên nhận" in client.post(OUTSIDER, data=sent | answers).text
    (response,) = responses()
    with reading() as session:
        texts = [(row.item, row.text) for row in session.scalars(select(TextRow))]
    assert texts == [("out_agency__97", "Trạm Khuyến nông")]
    assert "Trạm" not in repr(vars(response))
