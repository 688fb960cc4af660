"""Every reply of staff pages, and every reply to a post, forbids browsers and proxies to store a copy."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.web.permissions import ROLES
from tests.html_pages import strict_client
from tests.surveyapp.answers_in_place import put_answers
from tests.surveyapp.security.test_routes_and_roles import app, cells, raw  # noqa: F401
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY


@pytest.fixture(scope="module", autouse=True)
def answered(app: Flask) -> None:  # noqa: F811
    """Insert enough answers for every page of results."""
    with app.app_context():
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})


def test_no_reply_of_staff_pages_may_be_kept(app: Flask) -> None:  # noqa: F811
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
def test_a_file_of_results_is_not_kept_and_is_sent_whole_each_time(app: Flask, file: str) -> None:  # noqa: F811
    answer = signed_in(app, "researcher").get(f"/staff/studies/{STUDY}/{file}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_no_reply_to_a_respondents_post_may_be_kept(app: Flask) -> None:  # noqa: F811
    client = strict_client(app)
    client.__class__ = FlaskClient
    posts = [cell for cell in cells(app, "public") if cell.method == "POST"]
    assert len(posts) >= 5
    for cell in posts:
        for accept in ("application/json", "text/html"):
            answer = raw(client, "POST", cell.path, {"Accept": accept})
            assert "no-store" in answer.headers["Cache-Control"], cell.path
