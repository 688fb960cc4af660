from alembic.script import ScriptDirectory

from tests.architecture.checkout import ROOT


def test_there_is_one_migration_head() -> None:
    scripts = ScriptDirectory(ROOT / "surveyapp" / "database" / "migrations")
    assert len(scripts.get_heads()) == 1, (
        "two migrations follow the same one: give the newer the other as down_revision"
    )
