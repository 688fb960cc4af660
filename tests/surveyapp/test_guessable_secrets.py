from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from surveyapp.backups.making import BackupFault, make_backup
from surveyapp.database.sessions import database
from surveyapp.database.tables.studies import State
from surveyapp.instance.guessable_secrets import is_guessable
from surveyapp.lifecycle.changes import StudyChangeFault, start_taking_answers
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.staff_cast import app, post, signed_in  # noqa: F401
from tests.surveyapp.staff_study import STUDY

NAME = "Nguyễn Thị Lan"
GUESSABLE = (
    "123456789012345", "aaaaaaaaaaaaaaa", "abcdefghijklmno", "qwertyuiopasdfg", "passwordpassword", "thisisapassword",
    "matkhaucuatoi123", "mật khẩu của tôi 123", "surveyapp surveyapp", "quản trị viên 123", "Khảo sát Khảo sát 1",
    "nguyen thi lan 123", "Nguyễn Thị Lan nguyễn thị lan", "111111222222333",
)  # fmt: skip
GOOD = ("bốn từ dễ nhớ thật dài", "một câu dài không ai đoán ra", "four words nobody guesses", "9f2c41-b07d55-e3a610")


@pytest.mark.parametrize("secret", GUESSABLE)
def test_long_secrets_that_are_easily_guessed_are_told(secret: str) -> None:
    assert is_guessable(secret, NAME)


@pytest.mark.parametrize("secret", GOOD)
def test_a_few_words_are_good(secret: str) -> None:
    assert not is_guessable(secret, NAME)


def test_the_names_of_one_call_are_not_those_of_another() -> None:
    secrets = [f"người thứ {number}" * 2 for number in range(20)]
    with ThreadPoolExecutor(8) as people:
        assert all(people.map(lambda secret: is_guessable(secret, secret), secrets))


@pytest.mark.parametrize("secret", ["123456789012345", "researcher researcher"])
def test_no_page_takes_a_password_that_is_easily_guessed(app: Flask, secret: str) -> None:  # noqa: F811
    administrator, researcher = signed_in(app, "administrator"), signed_in(app, "researcher")
    pages = [
        post(administrator, "/staff/accounts", name="researcher2", role="clerk", new=secret, again=secret),
        post(researcher, "/staff/me/password", on="/staff/me", current="x", new=secret, again=secret),
    ]
    assert [(page.status_code, "easy to guess" in page.text) for page in pages] == [(422, True)] * 2


def test_neither_page_nor_command_seals_a_study_under_a_passphrase_that_is_easily_guessed(app: Flask) -> None:  # noqa: F811
    with app.app_context():
        load_staff_study(State.DRAFT)
        with pytest.raises(StudyChangeFault, match="easy to guess"):
            start_taking_answers(STUDY, State.OPEN, "123456789012345")
    page = f"/staff/studies/{STUDY}/begin/open"
    answer = post(signed_in(app, "researcher"), page, passphrase="123456789012345", again="123456789012345")
    assert "easy to guess" in answer.text


def test_no_backup_is_made_under_a_passphrase_that_is_easily_guessed(app: Flask, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "copy.backup"
    with app.app_context(), pytest.raises(BackupFault, match="easy to guess"):
        make_backup(database().engine, app.extensions["keys"], file, "passwordpassword")
    assert not file.exists()
