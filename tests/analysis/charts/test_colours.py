from itertools import pairwise

import pytest
from matplotlib.colors import to_rgb

from analysis.charts.style import INK, MAX_OPTIONS, diverges, ink_on, palette


def lightness(colour: str) -> float:
    """CIELAB L* of an sRGB colour, which is its grey level in print; independent of the code under test."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * (y ** (1 / 3) if y > 0.008856 else 7.787 * y + 16 / 116) - 16)


def contrast(first: str, second: str) -> float:
    values = sorted(((lightness(c) + 16) / 116) ** 3 for c in (first, second))
    return (values[1] + 0.05) / (values[0] + 0.05)


SCALES = [(k, None) for k in range(2, MAX_OPTIONS + 1)] + [(3, 1), (5, 2), (7, 3), (4, 1), (6, 5), (2, 0)]


@pytest.mark.parametrize(("options", "neutral"), SCALES)
def test_neighbours_differ_by_15_in_grey(options: int, neutral: int | None) -> None:
    greys = [lightness(colour) for colour in palette(options, neutral)]
    touching = [grey for place, grey in enumerate(greys) if place != neutral]
    for row in (greys, touching):
        assert all(abs(a - b) >= 15 for a, b in pairwise(row)), greys


@pytest.mark.parametrize(("options", "neutral"), SCALES)
def test_numbers_in_bars_have_enough_contrast(options: int, neutral: int | None) -> None:
    assert all(contrast(colour, ink_on(colour)) >= 4.5 for colour in palette(options, neutral))
    assert ink_on("white") == INK


def test_only_a_scale_with_two_equal_sides_diverges() -> None:
    assert diverges(4, None)
    assert diverges(5, 2)
    assert not diverges(5, None)
    assert not diverges(5, 3)


def test_too_many_options_for_greyscale_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        palette(8)
