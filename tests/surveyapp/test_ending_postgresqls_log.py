"""What PostgreSQL's log contains after an opening, depending on the rights of the program's account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import make_url, select

from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.opening import log_ending
from surveyapp.ballot_box.opening.log_ending import LogRightsFault, missing_grants
from surveyapp.commands import main
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from surveyapp.exports.data_table import data_table
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.studies.loaded import WithheldFault, find_loaded, is_unfinished
from tests.log_segments import in_the_log
from tests.postgresql import Server
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.tiny_study import UNITS, tiny_study

PASSPHRASE = "mười lăm chữ trở lên"
PEOPLE = 8


@dataclass(frozen=True)
class Owned:
    """A database with its own role, which is no superuser."""

    server: Server
    url: str
    role: str

    def administrator(self, statements: str) -> None:
        name = make_url(self.url).database
        dsn = self.server.url_of(str(name)).replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statements)


@pytest.fixture
def owned(postgresql: Server) -> Iterator[Owned]:
    url = postgresql.new_database()
    role = f"owner-{token_hex(3)}"  # a name that must be quoted
    owned = Owned(postgresql, url.replace("postgres@", f"{role}@"), role)
    owned.administrator(f'CREATE ROLE "{role}" LOGIN; ALTER DATABASE "{make_url(url).database}" OWNER TO "{role}"')
    yield owned
    postgresql.drop_database(url)
    with psycopg.connect(postgresql.url_of("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'REVOKE pg_checkpoint FROM "{role}"; DROP ROLE "{role}"')


@pytest.fixture
def owners_app(tmp_path: Path, owned: Owned) -> Iterator[Flask]:
    app = installed(tmp_path / "instance", owned.url)
    with app.app_context():
        yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def run(tmp_path: Path, owned: Owned, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """The command line on the owner's database, in English."""
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", owned.url)
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", PASSPHRASE)
    make_passphrases_cheap(monkeypatch)

    def run_it(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--language", "en", *words])
        return result.exit_code, result.output

    return run_it


def give_rights(owned: Owned) -> None:
    """Grant exactly the rights that the program asks for."""
    owned.administrator("\n".join(missing_grants()))


def answered(study: Study) -> tuple[list[bytes], list[bytes]]:
    """Let everybody answer; return the sealed ballots and the digests of the codes used."""
    places = [name for name, _, _ in UNITS]
    for made in make_codes(study, "outsider", ["so_a"], PEOPLE):
        form = study.questionnaires["outsider"].version
        answers = {"ov_one": 3, "out_agency": places.index("so_a") + 1}
        cast(Ballot(study.id, "outsider", form, "a", "vi", token_hex(16), answers, {"open_words": "x"}, made.code))
    with reading() as session:
        # The first byte is the same in all; the ephemeral public key follows.
        seals = [row.sealed[1:33] for row in session.scalars(select(BallotRow))]
        return seals, [row.digest for row in session.scalars(select(AccessCodeRow))]


def opened_without_the_check(monkeypatch: pytest.MonkeyPatch) -> Study:
    study = tiny_study()
    load(study)
    with monkeypatch.context() as unchecked:
        unchecked.setattr("surveyapp.lifecycle.changes.check_log_can_be_ended", lambda: None)
        move_to(study.id, State.OPEN)
    return study


def test_an_ordinary_owner_is_told_the_exact_statements_and_opens_no_study(owners_app: Flask, owned: Owned) -> None:
    study = tiny_study()
    load(study)
    with pytest.raises(LogRightsFault) as refused:
        start_taking_answers(study.id, State.OPEN, PASSPHRASE)
    assert str(refused.value).splitlines()[1:] == [
        f'GRANT EXECUTE ON FUNCTION pg_ls_waldir() TO "{owned.role}";',
        f'GRANT EXECUTE ON FUNCTION pg_switch_wal() TO "{owned.role}";',
        f'GRANT pg_checkpoint TO "{owned.role}";',
    ]
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert loaded.state is State.DRAFT


def test_a_function_that_was_taken_from_everybody_is_missed_as_well(owners_app: Flask, owned: Owned) -> None:
    message = "pg_logical_emit_message(boolean,text,text"
    before = missing_grants()
    owned.administrator(
        "DO $$ DECLARE f text; BEGIN FOR f IN SELECT oid::regprocedure FROM pg_proc "
        "WHERE proname = 'pg_logical_emit_message' LOOP EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || f || ' FROM PUBLIC'; "
        "END LOOP; END $$"
    )
    asked = [line for line in missing_grants() if line not in before]
    assert [message in line for line in asked] == [True]
    give_rights(owned)
    assert missing_grants() == ()


def test_an_opening_without_the_rights_is_not_finished_and_its_results_are_withheld_until_one_is(
    owners_app: Flask, owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = opened_without_the_check(monkeypatch)
    seals, digests = answered(study)
    move_to(study.id, State.CLOSED)
    opening = open_the_box(study.id)
    assert (opening.opened, opening.finished, opening.grants) == (PEOPLE, False, missing_grants())
    assert str(opening.fault).startswith("Not finished")
    assert in_the_log(owned.server, seals) == PEOPLE, "the log links every ballot to its code"
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert (loaded.state, is_unfinished(study.id)) == (State.CLOSED, True)
    with pytest.raises(WithheldFault, match="open the box again"):
        data_table(loaded, "vi")

    give_rights(owned)
    again = open_the_box(study.id)
    assert (again.opened, again.finished, again.fault) == (0, True, None)
    assert in_the_log(owned.server, seals) == 0
    assert in_the_log(owned.server, digests) == 0
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert (loaded.state, is_unfinished(study.id)) == (State.OPENED, False)
    assert data_table(loaded, "vi").n == PEOPLE


def test_with_the_rights_that_are_asked_for_no_segment_holds_a_sealed_ballot(owners_app: Flask, owned: Owned) -> None:
    give_rights(owned)
    study = tiny_study()
    load(study)
    move_to(study.id, State.OPEN)
    seals, _ = answered(study)
    assert in_the_log(owned.server, seals) == PEOPLE
    assert open_the_box(study.id).finished
    assert in_the_log(owned.server, seals) == 0


def test_as_superuser_no_segment_holds_a_sealed_ballot(postgresql_app: Flask, postgresql: Server) -> None:
    assert missing_grants() == ()
    study = tiny_study()
    load(study)
    move_to(study.id, State.OPEN)
    seals, _ = answered(study)
    assert open_the_box(study.id).finished
    assert in_the_log(postgresql, seals) == 0


def test_a_log_that_the_server_keeps_makes_it_unfinished(postgresql_app: Flask, postgresql: Server) -> None:
    study = tiny_study()
    load(study)
    move_to(study.id, State.OPEN)
    seals, _ = answered(study)
    dsn = postgresql.url_of("postgres").replace("+psycopg", "")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_create_physical_replication_slot('keeper', true)")
        try:
            opening = open_the_box(study.id)
            assert (opening.finished, opening.grants) == (False, ())
            assert in_the_log(postgresql, seals) == PEOPLE
        finally:
            connection.execute("SELECT pg_drop_replication_slot('keeper')")
    assert open_the_box(study.id).finished
    assert in_the_log(postgresql, seals) == 0


def test_on_the_terminal_it_ends_with_1_and_says_what_to_run(
    owners_app: Flask, owned: Owned, run: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = tiny_study()
    load(study)
    status, said = run("study", "open", study.id)
    assert (status, f'GRANT pg_checkpoint TO "{owned.role}";' in said) == (1, True)
    with monkeypatch.context() as unchecked:
        unchecked.setattr("surveyapp.lifecycle.changes.check_log_can_be_ended", lambda: None)
        start_taking_answers(study.id, State.OPEN, PASSPHRASE)
    answered(study)
    status, said = run("box", "open", study.id)
    assert (status, "Not finished" in said, said.count("GRANT ")) == (1, True, 3)
    for words in (
        ("export", study.id, "--format", "csv", "--out", "nowhere"),
        ("report", study.id, "--out", "nowhere"),
    ):
        status, said = run(*words)
        assert (status, "No results of study" in said) == (1, True)
    status, said = run("maintenance")
    assert (status, "locked by their codes" in said, said.count("GRANT ")) == (1, True, 3)
    give_rights(owned)
    assert run("maintenance")[0] == 0
    assert run("box", "open", study.id)[0] == 0


def test_more_segments_than_are_written_again_make_it_unfinished(
    postgresql_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_ending, "MOST_SEGMENTS", 0)
    assert log_ending.end_log() is False
