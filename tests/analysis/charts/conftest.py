"""Runs every drawing test in each candidate typeface on this machine; DejaVu comes with matplotlib."""

from collections.abc import Iterator

import pytest

from analysis.charts.lettering import faces, lettered_in


@pytest.fixture(scope="module", autouse=True, params=faces())
def face(request: pytest.FixtureRequest) -> Iterator[str]:
    family: str = request.param
    with lettered_in(family):
        yield family
