"""Tail probabilities and quantiles, from scipy.special alone (importing scipy.stats takes a second).

A probability too small for a double is returned as the smallest normal double, so that no p-value is exactly 0.
"""

from __future__ import annotations

import math
import sys
from functools import lru_cache

from scipy import special

SMALLEST_P = sys.float_info.min
MANY_DF = 200.0
"""From here on the noncentral t is a shifted t."""


def _at_least(p: float) -> float:
    return min(1.0, max(p, SMALLEST_P))


def normal_two_sided(z: float) -> float:
    """P(|Z| >= |z|) for a standard normal Z."""
    return _at_least(float(2.0 * special.ndtr(-abs(z))))


def t_two_sided(t: float, df: float) -> float:
    """P(|T| >= |t|) for Student's T with ``df`` degrees of freedom."""
    return _at_least(float(2.0 * special.stdtr(df, -abs(t))))


def chi_square_upper(x: float, df: float) -> float:
    """P(X >= x) for chi-square with ``df`` degrees of freedom."""
    return _at_least(float(special.chdtrc(df, x)))


def f_upper(x: float, df: float, df_error: float) -> float:
    """P(F >= x) with ``df`` and ``df_error`` degrees of freedom."""
    return _at_least(float(special.fdtrc(df, df_error, x)))


@lru_cache(maxsize=64)
def normal_quantile(p: float) -> float:
    """z with P(Z <= z) = p."""
    return float(special.ndtri(p))


def t_quantile(p: float, df: float) -> float:
    """t with P(T <= t) = p."""
    return float(special.stdtrit(df, p))


def noncentrality(t: float, df: float, power: float) -> float:
    """The noncentrality with which Student's T exceeds ``t`` with this probability; ``inf`` if there is none."""
    if df > MANY_DF:
        return t + t_quantile(power, df)
    found = float(special.nctdtrinc(df, 1.0 - power, t))
    return found if math.isfinite(found) and found > 0 else math.inf


def median_chi_square(df: float) -> float:
    """The median of chi-square with ``df`` degrees of freedom, divided by ``df``."""
    return float(2.0 * special.gammaincinv(df / 2.0, 0.5) / df)
