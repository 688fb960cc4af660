"""Every reply of the staff's pages and every reply to a post says that no browser and no proxy may keep a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from surveyapp import create_app
from surveyapp.commands.init import set_up
from surveyapp.database.accounts import AccountRow
from surveyapp.database.sessions import writing
from surveyapp.permissions import ROLES
from surveyapp.settings import load_settings
from tests.html_pages import strict_client
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.security.test_routes_and_roles import cells, raw
from tests.surveyapp.staff_cast import kept_password, signed_in
from tests.surveyapp.staff_study import STUDY


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Both realms, an open study with enough answers for every page of results, one account for each role."""
    folder: dict[str, Path] = {"SURVEYAPP_INSTANCE": tmp_path_factory.mktemp("copies") / "instance"}
    set_up(load_settings(folder))
    app = create_app(folder)
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})
        with writing() as session:
            people = [
                {"name": role, "role": role, "password_hash": kept_password(), "language": "en"} for role in ROLES
            ]
            session.execute(insert(AccountRow), people)
    yield app
    app.extensions["database"].engine.dispose()


def test_no_reply_of_staff_pages_may_be_kept(app: Flask) -> None:
    clients = [signed_in(app, role) for role in ROLES] + [strict_client(app)]
    kept, shown = [], 0
    for client in clients:
        client.__class__ = FlaskClient
        for cell in cells(app, "staff"):
            if cell.endpoint.endswith("static"):
                continue
            answer = raw(client, cell.method, cell.path)
            shown += answer.status_code == 200
            if "no-store" not in answer.headers.get("Cache-Control", ""):
                kept.append((cell.method, cell.path, answer.headers.get("Cache-Control")))
    assert kept == []
    assert shown > 40, "the walk sees pages and files"


@pytest.mark.parametrize(
    "file", ["data/csv.zip", "report/vi.html", "results/ac/figure-1.svg", "results/ac/numbers.csv"]
)
def test_a_file_of_results_is_not_kept_and_is_sent_whole_each_time(app: Flask, file: str) -> None:
    answer = signed_in(app, "researcher").get(f"/staff/studies/{STUDY}/{file}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_no_reply_to_a_respondents_post_may_be_kept(app: Flask) -> None:
    client = strict_client(app)
    client.__class__ = FlaskClient
    posts = [cell for cell in cells(app, "public") if cell.method == "POST"]
    assert len(posts) >= 5
    for cell in posts:
        for accept in ("application/json", "text/html"):
            answer = raw(client, "POST", cell.path, {"Accept": accept})
            assert "no-store" in answer.headers["Cache-Control"], cell.path
