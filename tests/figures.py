"""What a test measured, kept beside its result, from where benchmarks/ballot_box.py puts it on a page."""

from collections.abc import Callable

import pytest

Figure = int | float | str
KeepFigures = Callable[..., None]


@pytest.fixture
def keep_figures(record_property: Callable[[str, object], None]) -> KeepFigures:
    """Note figures by name, in the order in which they shall be read."""

    def keep(**figures: Figure) -> None:
        for name, figure in figures.items():
            record_property(name, figure)

    return keep
