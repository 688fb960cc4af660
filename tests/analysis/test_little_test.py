"""Little's test gives the published value, holds its level, and has a reason where it cannot be computed."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.results import Status
from analysis.statistics.response.mcar import littles_test
from tests.analysis.airquality import AIRQUALITY


def test_it_gives_the_value_of_naniar():
    # naniar::mcar_test(airquality): its EM ends at a tolerance of 1e-4.
    found = littles_test(np.array(AIRQUALITY))
    assert found.statistic == pytest.approx(35.1061288689702, rel=2e-6)
    assert (found.df, found.patterns, found.n) == (14, 4, 153)
    assert found.p_value == pytest.approx(0.00141778113856683, rel=2e-5)


def test_it_holds_its_level_and_finds_selective_answers():
    draw = np.random.default_rng(9)
    by_chance = selective = 0
    for _ in range(300):
        answers = draw.normal(size=(150, 4)) + draw.normal(size=(150, 1))
        answers = np.clip(np.round(answers + 3), 1, 5)
        holes = np.where(draw.random(answers.shape) < 0.1, np.nan, answers)
        by_chance += littles_test(holes).p_value <= 0.05
        chosen = answers.copy()
        chosen[(answers[:, 0] > 3) & (draw.random(150) < 0.5), 1] = np.nan
        selective += littles_test(chosen).p_value <= 0.05
    assert 0.02 <= by_chance / 300 <= 0.09
    assert selective / 300 > 0.9


def with_holes(draw, n=40, items=3):
    answers = draw.integers(1, 6, (n, items)).astype(float)
    answers[:5, 0] = np.nan
    return answers


def test_without_a_test_there_is_a_reason():
    draw = np.random.default_rng(1)
    complete = draw.integers(1, 6, (40, 3)).astype(float)
    assert littles_test(complete).status is Status.GROUP_TOO_SMALL
    assert littles_test(with_holes(draw, 15)).status is Status.GROUP_TOO_SMALL
    constant, twice, apart, never = (with_holes(draw) for _ in range(4))
    constant[:, 1] = 3
    assert littles_test(constant).status is Status.NO_VARIATION
    twice[:, 2] = twice[:, 1]
    assert littles_test(twice).status is Status.SINGULAR
    apart[:20, 1], apart[20:, 2] = np.nan, np.nan
    assert littles_test(apart).status is Status.SINGULAR
    never[:, 2] = np.nan
    assert littles_test(never).status is Status.GROUP_EMPTY
    assert littles_test(np.zeros((0, 3))).status is Status.GROUP_TOO_SMALL


def test_500_awkward_tables_give_possible_numbers():
    for seed in range(500):
        draw = np.random.default_rng([3, seed])
        n, items = int(draw.integers(0, 60)), int(draw.integers(1, 6))
        answers = draw.integers(1, int(draw.integers(2, 6)) + 1, (n, items)).astype(float)
        answers[draw.random(answers.shape) < draw.choice([0.02, 0.2, 0.7])] = np.nan
        found = littles_test(answers)
        assert (found.p_value is None) == (found.status is not Status.OK)
        assert found.p_value is None or 0 < found.p_value <= 1


def test_the_command_prints_a_row_for_each_group(tmp_path):
    draw = np.random.default_rng(2)
    lines = ["group,q1,q2,q3"]
    for at in range(120):
        codes = [str(code) if draw.random() > 0.1 else "-1" for code in draw.integers(1, 6, 3)]
        lines.append(",".join(["ab"[at % 2], *codes]))
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    run = CliRunner().invoke(main, ["missing", str(file), "--group", "group", "--json"])
    assert run.exit_code == 0, run.output
    document = json.loads(run.stdout)
    assert [(each["group"], each["items"], each["test"]["n"]) for each in document] == [
        ("a", ["q1", "q2", "q3"], 60),
        ("b", ["q1", "q2", "q3"], 60),
    ]
    assert all(0 < each["test"]["p_value"] <= 1 for each in document)
    for language in ("vi", "en"):
        printed = CliRunner().invoke(main, ["missing", str(file), "--group", "group", "--language", language])
        assert printed.exit_code == 0
    hidden = CliRunner().invoke(main, ["missing", str(file), "--group", "group", "--threshold", "70", "--json"])
    assert {each["test"]["status"] for each in json.loads(hidden.stdout)} == {"suppressed"}
