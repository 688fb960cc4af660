"""Replies whose length could reveal answers are padded to whole steps and not compressed."""

from secrets import token_hex

import pytest
from flask.testing import FlaskClient

from surveyapp.respondents.replies import STEP
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER, full_answers

SCRIPT = {"Accept": "application/json", "Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("headers", [SCRIPT, PLAIN], ids=["script", "plain"])
def test_every_reply_to_a_post_fills_its_step(client: FlaskClient, code: str, headers: dict[str, str]) -> None:
    whole = full_answers() | {"nonce": token_hex(16)}
    refused = {"consent": "0"}
    posts = [
        (f"{INSIDER}/unit-name", {"code": code}),
        (f"{INSIDER}/draft", {"code": code, "overall": "3", "advice": "ữ" * 200}),
        (f"{INSIDER}/draft/open", {"code": code}),
        (f"{INSIDER}/draft/open", {"code": "AAAA-AAAA-AAAA-AAAA"}),
        (f"{OUTSIDER}/draft", whole),
        (f"{OUTSIDER}/plain", whole),
        (OUTSIDER, whole | {"weights.3": "99"}),
        (OUTSIDER, whole),
        (OUTSIDER, refused),
        (f"{OUTSIDER}/refused", {}),
    ]
    for address, fields in posts:
        reply = client.post(address, data=fields, headers=headers)
        assert len(reply.data) % STEP == 0, address
        assert reply.data
        assert "Content-Encoding" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-store, no-transform"


def test_pages_that_follow_a_sent_form_fill_their_step(client: FlaskClient) -> None:
    for page in ("received", "received?again=1", "refused", "left?after=sent", "left?after=none", "left?after=kept"):
        reply = client.get(f"{OUTSIDER}/{page}", headers=PLAIN)
        assert (reply.status_code, len(reply.data)) == (200, STEP)


def test_padding_is_no_answer(client: FlaskClient) -> None:
    saved = client.post(f"{OUTSIDER}/draft", data=full_answers() | {"padding": "0" * 9000}, headers=SCRIPT)
    resume = saved.get_json()["resume"]
    opened = client.post(f"{OUTSIDER}/draft/open", data={"code": resume, "padding": "0" * 99}, headers=SCRIPT)
    assert "padding" not in opened.get_json()["fields"]


def test_the_script_is_told_of_a_refusal_what_it_shows(client: FlaskClient) -> None:
    told = client.post(OUTSIDER, data={"consent": "0", "padding": "000"}, headers=SCRIPT)
    assert told.status_code == 200
    assert "không lưu thông tin nào khác" in told.get_json()["paragraphs"][0]
    assert "receipt" not in told.get_json()
