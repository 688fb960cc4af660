from flask.testing import FlaskClient

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
