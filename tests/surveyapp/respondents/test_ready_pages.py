from flask import Flask
from flask.testing import FlaskClient

from forms.model.study import Study
from surveyapp.database.tables.studies import State
from surveyapp.studies import loaded as studies
from tests.surveyapp.respondents.conftest import OUTSIDER
from tests.surveyapp.sealed_box import move_to

ASKED = f"{OUTSIDER}?v=a"


def test_a_page_given_from_memory_is_the_same_to_the_last_header(client: FlaskClient) -> None:
    made, ready = client.get(ASKED), client.get(ASKED)
    assert (ready.status, ready.data) == (made.status, made.data)
    # Each header is sent with its own time.
    said = [[(name, value) for name, value in reply.headers if name != "Date"] for reply in (made, ready)]
    assert said[0] == said[1]


def test_it_does_not_reach_the_application(sqlite_app: Flask, client: FlaskClient) -> None:
    client.get(ASKED)
    asked: list[str] = []
    sqlite_app.before_request_funcs.setdefault(None, []).append(lambda: asked.append("again"))
    client.get(ASKED)
    assert asked == []
    client.get(f"{ASKED}&lang=en")
    assert asked == ["again"]


def test_both_orders_are_given_by_chance(client: FlaskClient) -> None:
    pages = {client.get(OUTSIDER).data for _ in range(60)}
    assert len(pages) == 2


def test_who_takes_no_compressed_page_gets_none(sqlite_app: Flask, client: FlaskClient) -> None:
    for _ in range(2):
        compressed = FlaskClient(sqlite_app, sqlite_app.response_class).get(ASKED, headers={"Accept-Encoding": "gzip"})
        assert compressed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in client.get(ASKED).headers


def test_a_page_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(ASKED).headers["ETag"]
    assert client.get(ASKED, headers={"If-None-Match": etag}).status_code == 304


def test_a_closed_study_gives_none_any_more(client: FlaskClient, study: Study) -> None:
    client.get(ASKED)
    move_to(study.id, State.CLOSED)
    assert client.get(ASKED).status_code == 410


def test_what_another_process_changed_is_seen_after_a_second(
    sqlite_app: Flask, client: FlaskClient, study: Study
) -> None:
    client.get(ASKED)
    kept = sqlite_app.extensions["loaded_studies"]
    move_to(study.id, State.CLOSED)
    client.get(ASKED)
    since, loaded = kept[study.id]
    kept[study.id] = (since - studies.KEPT_SECONDS, loaded)
    assert client.get(ASKED).status_code == 410
