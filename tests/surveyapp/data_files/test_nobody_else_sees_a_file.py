"""Uploaded files are open to the researcher who uploaded them; for everybody else they do not exist."""

import pytest
from flask import Flask

from tests.surveyapp.data_files.uploading import FILES, another_researcher, rows, upload, uploaded
from tests.surveyapp.staff_cast import WAITING, post, signed_in

PAGES = ("", "/codebook.yaml", "/results", "/report/vi.html", "/report/en.docx", "/delete")


def test_another_researcher_finds_nothing(app: Flask) -> None:
    address = uploaded(signed_in(app, "researcher"))
    colleague = another_researcher(app)
    assert {colleague.get(f"{address}{page}").status_code for page in PAGES} == {404}
    assert post(colleague, address, on=FILES, group="nhom").status_code == 404
    assert post(colleague, f"{address}/delete", on=FILES).status_code == 404
    assert address not in colleague.get(FILES).text
    assert rows(app) == 1


@pytest.mark.parametrize("role", ["administrator", "coordinator", "clerk", WAITING])
def test_every_other_role_finds_the_door_closed(app: Flask, role: str) -> None:
    address = uploaded(signed_in(app, "researcher"))
    client = signed_in(app, role)
    assert {client.get(f"{address}{page}").status_code for page in PAGES} == {403}
    assert client.get(FILES).status_code == 403
    assert client.post(f"{FILES}upload", data={"file": "x"}).status_code == 403
    assert FILES not in client.get("/staff/me").text


def test_a_file_sent_without_the_token_of_the_page_is_not_kept(app: Flask) -> None:
    client = signed_in(app, "researcher")
    answer = upload(client, b"nhom,q1\nA,1\n", more={"csrf_token": "made up"})
    assert answer.status_code == 400
    assert rows(app) == 0


def test_the_log_of_acts_names_the_kind_and_not_the_file(app: Flask) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client, name="Sở Nội vụ.csv", no_persons="y")
    client.get(f"{address}/codebook.yaml")
    post(client, f"{address}/delete")
    log = signed_in(app, "administrator").get("/staff/audit/").text
    assert "Uploaded a data file" in log
    assert "kind: .csv, survey_of_persons: no" in log
    assert "Deleted an uploaded file" in log
    assert "Nội vụ" not in log
