from sqlalchemy import bindparam, column, select, table, update

from surveyapp.database.statements import Inserting, Statement

KEPT = table("kept", column("number"), column("words"))


def test_parameters_keep_their_names_and_constants_are_given_with_the_text() -> None:
    changed = Statement(update(KEPT).values(words="kept").where(KEPT.c.number == bindparam("which")))
    text, constants = changed.of("sqlite")
    assert text == "UPDATE kept SET words=:words WHERE kept.number = :which"
    assert constants == {"words": "kept"}
    assert "%(which)s" in changed.of("postgresql")[0]


def test_rows_are_locked_on_postgresql_only() -> None:
    shared = Statement(select(KEPT.c.number).with_for_update(read=True))
    assert shared.of("postgresql")[0].endswith("FOR SHARE")
    assert "FOR" not in shared.of("sqlite")[0]


def test_a_statement_is_compiled_once_for_each_database() -> None:
    made: list[Inserting] = []

    def unless_there(insert: Inserting) -> object:
        made.append(insert)
        return insert(KEPT).values(number=bindparam("number")).on_conflict_do_nothing()

    kept = Statement(unless_there)  # type: ignore[arg-type]
    texts = [kept.of(dialect)[0] for dialect in ("sqlite", "postgresql", "sqlite", "postgresql")]
    assert len(made) == len(set(texts)) == 2
    assert all("ON CONFLICT DO NOTHING" in text for text in texts)
