"""Every migration preserves the content of the database."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, select, text

from surveyapp.database.bound_values import BOUND, mac_of
from surveyapp.database.migrating import MIGRATIONS, is_current, migrate

ROWS = (
    "INSERT INTO studies (id, state, version, simulated) VALUES ('s', 'open', 'v', false)",
    "INSERT INTO tallies (study, \"group\", event, count) VALUES ('s', 'outsider', 'no_consent', 3)",
    'INSERT INTO responses ("key", study, round, "group", version, variant, language, mode, entry, simulated)'
    " VALUES (:key, 's', 'r', 'outsider', 'v', 'a', 'vi', 'web', 'code', false)",
    "INSERT INTO answers (response_key, item, code) VALUES (:key, 'ov_one', 2)",
)

VERSION = "INSERT INTO study_versions (study, version, content) VALUES ('s', 'v', '{}')"
ACCOUNT = (
    "INSERT INTO accounts (name, role, password_hash, language, active, session_epoch, second_factor_step)"
    " VALUES ('lan', 'clerk', 'kept', 'vi', true, 0, 0)"
)


def upgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_answers_and_counts_from_before_the_ballots_were_sealed_are_kept(engine: Engine) -> None:
    upgrade(engine, "0001")
    with engine.execution_options(writes=True).begin() as connection:
        for row in ROWS:
            connection.execute(text(row), {"key": bytes(16)} if ":key" in row else {})
    assert migrate(engine, bytes(32))
    assert is_current(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT code FROM answers")).all() == [(2,)]
        assert connection.execute(text("SELECT pool FROM responses")).all() == [(None,)]
        tallies = connection.execute(text("SELECT event, place, count FROM tallies ORDER BY event")).all()
        assert tallies == [("ballot", "", 1), ("no_consent", "", 3)]
        assert connection.execute(text("SELECT public_key FROM studies")).all() == [(None,)]


def test_rows_from_before_they_were_bound_are_bound_on_the_way(engine: Engine) -> None:
    pepper = bytes(32)
    upgrade(engine, "0004")
    with engine.execution_options(writes=True).begin() as connection:
        for row in (*ROWS[:1], ACCOUNT, VERSION):
            connection.execute(text(row))
    migrate(engine, pepper)
    with engine.connect() as connection:
        for table in BOUND:
            (found,) = connection.execute(select(table.__table__)).mappings().all()
            assert found["mac"] == mac_of(table, {str(name): value for name, value in found.items()}, pepper)
