"""Every drawing test runs in each face of the list that this machine has; DejaVu comes with matplotlib."""

from collections.abc import Iterator

import pytest

from analysis.charts.lettering import faces, lettered_in


@pytest.fixture(scope="module", autouse=True, params=faces())
def face(request: pytest.FixtureRequest) -> Iterator[str]:
    family: str = request.param
    with lettered_in(family):
        yield family
