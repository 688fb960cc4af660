"""The distribution of a cluster-robust variance under the working model, and the degrees of freedom that follow.

Under the model the variance is a mixture of chi-squares: a quadratic form whose matrix over clusters is ``P = diag(D) -
R L'``. Its moments follow from sums over clusters, and so does the tail of t = z / sqrt(V): for a standard normal z
independent of V

    P(|t| > x) = (2 / pi) * integral over 0..pi/2 of det(I + x^2 / cos^2(a) P)^(-1/2) da ,

which is Craig's (1991) formula for the normal tail with the expectation taken inside. Satterthwaite's degrees of
freedom are conservative below about ten, because one large cluster makes the mixture unlike a chi-square. The degrees
of freedom used here are those with which Student's t has the same 97.5 % quantile as the mixture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.statistics.cluster_counts import Floats

LEVEL = 0.05
MANY = 1e5
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_SECANT = 1.0 / np.cos((_NODES + 1.0) * np.pi / 4.0) ** 2
_WEIGHTS = _WEIGHTS / 2.0


@dataclass(frozen=True)
class Moments:
    """The matrices P of s statistics: ``diagonal`` (t, s, s, b), ``right`` and ``left`` (t, s, b, h), ``times`` (t, b).

    The matrix between clusters of statistics i and j is ``diag(diagonal[i, j]) - right[i] left[j]'``.
    """

    diagonal: Floats
    right: Floats
    left: Floats
    times: Floats

    @property
    def crossed(self) -> Floats:
        """The diagonals of ``right[i] left[j]'``, (t, s, s, b)."""
        return np.asarray(np.einsum("tibh,tjbh->tijb", self.right, self.left))

    @property
    def expected(self) -> Floats:
        """The expected covariance, (t, s, s)."""
        return np.asarray(((self.diagonal - self.crossed) * self.times[:, None, None, :]).sum(axis=3))

    def transformed(self, change: Floats) -> Moments:
        """The moments of new statistics, ``change`` (t, s, s) times the old ones."""
        half = np.einsum("tai,tijb->tajb", change, self.diagonal)
        diagonal = np.einsum("tcj,tajb->tacb", change, half)
        right, left = (np.einsum("tai,tibh->tabh", change, side) for side in (self.right, self.left))
        return Moments(diagonal, right, left, self.times)

    def rows(self, at: NDArray[np.intp]) -> Moments:
        """The moments of some tables."""
        return Moments(self.diagonal[at], self.right[at], self.left[at], self.times[at])

    def variance_of_trace(self) -> Floats:
        """The variance of the trace of the covariance, (t,), for normal scores."""
        times = self.times[:, None, None, :]
        diagonal = (self.diagonal * (self.diagonal - 2.0 * self.crossed) * times).sum(axis=(1, 2, 3))
        right, left = (
            np.matmul(side.transpose(0, 1, 3, 2) * times, side).sum(axis=1) for side in (self.right, self.left)
        )
        return np.asarray(2.0 * (diagonal + (right * left).sum(axis=(1, 2))))

    def variance(self) -> Floats:
        """Sum of the variances of all entries of the covariance, (t,), for normal scores."""
        times, crossed = self.times[:, None, None, :], self.crossed
        tables, s, b, h = self.right.shape
        left = (self.left * self.times[:, None, :, None]).transpose(0, 2, 1, 3).reshape(tables, b, s * h)
        right = self.right.transpose(0, 2, 1, 3).reshape(tables, b, s * h)
        inner = np.matmul(left.transpose(0, 2, 1), right).reshape(tables, s, h, s, h)
        own, own_crossed = (np.einsum("tiib->tib", array) for array in (self.diagonal, crossed))
        whole, whole_crossed = own.sum(axis=1), own_crossed.sum(axis=1)
        same = (whole * (whole - 2.0 * whole_crossed) * self.times).sum(axis=1)
        same += np.einsum("tjhik,tikjh->t", inner, inner)
        mixed = (self.diagonal * (self.diagonal - 2.0 * crossed) * times).sum(axis=(1, 2, 3))
        mixed += np.einsum("tjhik,tjkih->t", inner, inner)
        return np.asarray(same + mixed)

    def tail(self, squares: Floats) -> Floats:
        """P(t^2 > squares), (t,), of one statistic whose expected variance is 1."""
        h = self.right.shape[3]
        grown = squares[:, None] * _SECANT
        inverse = 1.0 / (1.0 + grown[:, :, None] * np.maximum(self.diagonal[:, 0, 0], 0.0)[:, None, :])
        outer = self.left[:, 0, :, :, None] * self.right[:, 0, :, None, :] * self.times[:, :, None, None]
        product = np.matmul(inverse, outer.reshape(len(outer), -1, h * h)).reshape(*grown.shape, h, h)
        low = np.linalg.det(np.eye(h) - grown[:, :, None, None] * product)
        log = np.log(np.maximum(low, 1e-300)) - np.matmul(np.log(inverse), self.times[:, :, None])[..., 0]
        return np.asarray((np.exp(-0.5 * log) * _WEIGHTS).sum(axis=1))


def matched(satterthwaite: Floats, moments: Moments) -> Floats:
    """Degrees of freedom of the t whose 97.5 % quantile is that of the mixture; ``moments`` with expected variance 1.

    The quantile is found on a logarithmic scale by the secant method, from Satterthwaite's.
    """
    wanted = np.log(LEVEL)
    old = np.log(special.stdtrit(np.maximum(satterthwaite, 0.5), 1.0 - LEVEL / 2.0))
    error = np.log(moments.tail(np.exp(2.0 * old))) - wanted
    new = old + np.clip(0.3 * error, -0.5, 0.5) + np.where(error < 0, -0.01, 0.01)
    for _ in range(5):
        after = np.log(moments.tail(np.exp(2.0 * new))) - wanted
        moved = np.abs(after - error) > 1e-13
        step = np.where(moved, after * (new - old) / np.where(moved, after - error, 1.0), 0.0)
        old, error, new = new, after, new - np.clip(step, -0.7, 0.7)
    quantile = np.exp(new)
    normal = float(special.ndtri(1.0 - LEVEL / 2.0))
    near = quantile < normal * 1.00002
    return np.where(near, MANY, special.stdtridf(1.0 - LEVEL / 2.0, np.where(near, 3.0, quantile)))
