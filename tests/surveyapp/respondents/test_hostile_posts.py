from secrets import token_hex

import pytest
from flask.testing import FlaskClient

from forms.missing_values import Missing
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER, full_answers, responses, stored


def good() -> dict[str, object]:
    return full_answers() | {"nonce": token_hex(16)}


def test_unknown_fields_are_dropped(client: FlaskClient) -> None:
    unknown = {"__class__": "x", "admin": "1", "overall.missing.text": "x", "weights.99": "5", "Ê…": "x", "": "x"}
    assert client.post(OUTSIDER, data=good() | unknown).status_code == 200
    assert not stored().keys() & unknown.keys()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("overall", "11"),
        ("overall", "-7"),
        ("duty_assigns", "x' OR 1=1 --"),
        ("duty_assigns", ["1", "2"]),
        ("case_fields", ["0", "1"]),
        ("case_fields", "99"),
        ("solutions.1", "1"),
        ("solutions.2", "²"),
        ("weights.1", "1e3"),
        ("years", "9" * 400),
        ("started", "31/02/2019"),
        ("advice", "x" * 301),
        ("consent", ""),
        ("consent", "2"),
    ],
)
def test_what_cannot_be_an_answer_is_said_beside_the_question_and_nothing_is_kept(
    client: FlaskClient, field: str, value: str | list[str]
) -> None:
    sent = good() | {field: value}
    if field == "solutions.1":
        sent["solutions.2"] = "1"
    reply = client.post(OUTSIDER, data=sent)
    assert reply.status_code == 422
    assert f'id="{field.split(".")[0]}-fault"' in reply.text
    assert responses() == []


def test_answers_to_questions_that_were_not_asked_are_dropped(client: FlaskClient) -> None:
    assert client.post(OUTSIDER, data=good() | {"seen_case": "0"}).status_code == 200
    assert stored()["case_fields__1"] == Missing.NOT_ASKED


def test_ten_thousand_fields_are_refused(client: FlaskClient) -> None:
    many = {f"field{number}": "1" for number in range(10_000)}
    assert client.post(OUTSIDER, data=many).status_code == 413
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n1\r\n' for name in many) + "--x--\r\n"
    assert client.post(OUTSIDER, data=parts, content_type="multipart/form-data; boundary=x").status_code == 413
    assert responses() == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=%ff%00&consent=%C0%AF", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"", "multipart/form-data; boundary="),
        (b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
)
def test_bodies_that_are_no_form_are_answered_with_a_page(client: FlaskClient, body: bytes, kind: str) -> None:
    for address in (OUTSIDER, INSIDER, f"{INSIDER}/plain", f"{INSIDER}/unit-name"):
        assert 400 <= client.post(address, data=body, content_type=kind).status_code < 500
    assert responses() == []


def test_markup_in_answers_stays_text(client: FlaskClient) -> None:
    reply = client.post(OUTSIDER, data=good() | {"advice": "</textarea><script>alert(1)</script>", "weights.1": "1"})
    assert "<script>alert" not in reply.text
    assert "&lt;script&gt;" in reply.text


def test_odd_versions_variants_languages_and_nonces_never_break_the_page(client: FlaskClient) -> None:
    for field in ("version", "variant", "language", "nonce", "code"):
        for value in ("x", "\x00", "x" * 300_000, "../../etc", "💥"):
            reply = client.post(OUTSIDER, data=good() | {field: value})
            assert reply.status_code in (200, 409, 422)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_a_post_that_says_it_comes_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post(OUTSIDER, data=good(), headers=headers).status_code == 403
    assert responses() == []


def test_a_post_that_says_nothing_of_its_origin_is_taken(client: FlaskClient) -> None:
    assert client.post(OUTSIDER, data=good(), headers={"Origin": "null"}).status_code == 200
