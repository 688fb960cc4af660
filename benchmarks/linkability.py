"""Linkability in full: 5 runs of 500 people in 40 agencies of 4 to 60, on both databases, and the leaky boxes beside.

What is stolen: 20 backups, all files before and after the opening, the log. What the attackers do and how chance is
computed stands in tests/linkability.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks._result_pages import write_page
from surveyapp import create_app
from surveyapp.commands.init import set_up
from surveyapp.settings import load_settings
from tests.linkability.attackers import ALL
from tests.linkability.field_work import ballots_left, codes_against_answers, codes_against_sealed_ballots, run
from tests.linkability.leaky_build import LeakyBox, score_of
from tests.linkability.matching import Score
from tests.postgresql import Server, running_server

PEOPLE, UNITS, RUNS = 500, 40, 5
ROW = (
    "| {name} | {link} | {overall} | {overall_by_chance} | {within} | {within_by_chance} | {rho:.2f} | "
    "{rho_by_chance:.2f} |"
)
HEAD = (
    "| database | what is linked | hits of 500 | chance, 99 % | hits within agencies | chance, 99 % | rho | "
    "chance, 99 % |"
)


def one_run(name: str, url: str, best_of: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Lines of the table, each with the number of figures above those of chance."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = {"SURVEYAPP_INSTANCE": folder / "instance", "DATABASE_URL": url}
        set_up(load_settings(settings))
        app = create_app(settings)
        with app.app_context():
            loot = run(app, folder, PEOPLE, UNITS, random.Random())
            left = ballots_left(loot)
            if left:
                print(left, file=sys.stderr)
            for link, found in codes_against_answers(loot).items():
                yield _row(name, link, found), len(found.excess)
                for attacker, hits in found.best_of.items():
                    best_of[attacker] = max(best_of.get(attacker, 0), hits)
            limit = codes_against_sealed_ballots(loot)
            yield _row(name, "limit: field copy and passphrase", limit), 0
            words = f"destroyed ballots that can be carved out after the opening: {sum(left.values())}"
            yield f"| {name} | {words} | | | | | | |", len(left)
        app.extensions["database"].engine.dispose()


def leaky_runs(name: str, url: str, numbered: bool) -> Iterator[tuple[str, int]]:
    """The same harness on a leaky box; 1 where it saw too little."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = {"SURVEYAPP_INSTANCE": folder / "instance", "DATABASE_URL": url}
        set_up(load_settings(settings))
        app = create_app(settings)
        with app.app_context():
            found = score_of(app, folder, LeakyBox(numbered), PEOPLE, UNITS, random.Random())
            kind = "numbered rows" if numbered else "random keys"
            yield _row(name, f"leaky box, {kind}", found), int(found.share < 0.95)
        app.extensions["database"].engine.dispose()


def _row(name: str, link: str, found: Score) -> str:
    return ROW.format(name=name, link=link, **vars(found))


def figures() -> Iterator[str]:
    """The tables of ``results/linkability.md``, line by line."""
    yield HEAD
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    above, best_of = 0, dict[str, dict[str, int]]()
    with running_server() as server:
        for name in ("SQLite", "PostgreSQL"):
            best_of[name] = {}
            for _ in range(RUNS):
                for line, excess in one_run(name, _url(name, server), best_of[name]):
                    above += excess
                    yield line
            for numbered in (True, False):
                for line, excess in leaky_runs(name, _url(name, server), numbered):
                    above += 100 * excess
                    yield line
    yield ""
    yield f"Figures above those of chance: {above} of {RUNS * 2 * 9}; chance itself exceeds one in a hundred."
    yield ""
    yield "Most hits within agencies by each attacker, in any run; — where it found nothing to look at:"
    yield ""
    yield "| attacker | SQLite | PostgreSQL |"
    yield "|---|---:|---:|"
    for attacker in ALL:
        yield f"| {attacker} | " + " | ".join(str(best_of[name].get(attacker, "—")) for name in best_of) + " |"
    if above > 4:
        sys.exit("Answers can be linked to codes better than by chance.")


def _url(name: str, server: Server) -> str:
    return "" if name == "SQLite" else server.new_database()


if __name__ == "__main__":
    write_page(
        "linkability",
        "Linkability: which answers came with which code",
        [
            f"{RUNS} runs of {PEOPLE} people in {UNITS} agencies of 4 to 60 on each database; 20 backups, the files "
            "before and after the opening and the log are stolen. Best of ten attackers, who join every order and "
            "value of codes with every one of answers, beside the 99 % quantile of the best of the same attackers "
            "over 1,000 shufflings of the truth.",
            "“Within agencies”: the agency, which is kept on purpose and told to respondents, is given to them.",
            "",
        ],
        figures(),
    )
