"""A control of the harness: in leaky boxes it must identify nearly everybody."""

import random
from pathlib import Path

import pytest
from flask import Flask

from tests.figures import KeepFigures
from tests.linkability.leaky_build import LeakyBox, score_of


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "random keys"])
def test_a_leaky_box_is_found_out(app: Flask, tmp_path: Path, numbered: bool) -> None:
    score = score_of(app, tmp_path / "run", LeakyBox(numbered), 100, 8, random.Random())
    assert score.share >= 0.95
    assert score.excess


@pytest.mark.long
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "random keys"])
def test_a_leaky_box_of_500_people_is_found_out(
    app: Flask, tmp_path: Path, numbered: bool, keep_figures: KeepFigures
) -> None:
    share = score_of(app, tmp_path / "run", LeakyBox(numbered), 500, 40, random.Random()).share
    keep_figures(**{"share told": f"{share:.3f}"})
    assert share >= 0.95
