"""Bias-reduced variances and degrees of freedom, against R and against the definition with whole matrices."""

from itertools import combinations

import numpy as np
import pytest
from scipy import special, stats

from analysis.statistics import working_model
from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.degrees_of_freedom import Moments, matched
from analysis.statistics.dominance import pair_inference
from analysis.statistics.relative_effects import effect_inference
from analysis.statistics.sparse_counts import SparseCounts
from analysis.statistics.stacks import DenseStack, SparseStack, Stack, stacks_of
from analysis.statistics.working_model import Inference, infer
from tests.analysis.reference_cases import cases, expected, holds, params, rows

CASES = cases("clusters")


@pytest.fixture
def independence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The working model of R's CR2: no intra-class correlation; Satterthwaite's degrees of freedom."""
    monkeypatch.setattr(working_model, "LARGEST_ICC", 0.0)
    monkeypatch.setattr(working_model, "EXACT_BELOW", 0.0)


def counted(name: str) -> tuple[ClusterCounts, list[str]]:
    given, found = params(name), rows(name)
    agencies = sorted({row["agency"] for row in found})
    cube = np.zeros((len(agencies), len(given["groups"]), len(given["categories"])), dtype=np.int64)
    for row in found:
        place = (agencies.index(row["agency"]), given["groups"].index(row["group"]), int(row["item"]) - 1)
        cube[place] += 1
    return ClusterCounts(cube.sum(axis=0), cube), given["groups"]


def of_means(data: ClusterCounts, contrasts: Floats) -> tuple[Floats, Inference]:
    """Contrasts (s, g) of the groups' means of the values 1, 2, …"""
    values = np.arange(1.0, data.counts.shape[1] + 1.0)
    means = (data.counts * values).sum(axis=1) / data.n
    scores = (values - means[:, None])[None]
    weights = (contrasts / data.n)[None]
    tables = weights[..., None] * scores[:, None]
    return contrasts @ means, infer(stacks_of([data])[0][1], tables, scores, weights)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("independence")
def test_means_and_differences_equal_clubsandwich(name: str) -> None:
    data, groups = counted(name)
    wanted = {(group,): found for group, found in expected(name)["means"].items()}
    wanted |= {tuple(key.split("|")): found for key, found in expected(name)["differences"].items()}
    for names, found in wanted.items():
        contrast = np.zeros((1, len(groups)))
        for group, sign in zip(names, (1.0, -1.0), strict=False):
            contrast[0, groups.index(group)] = sign
        estimate, inference = of_means(data, contrast)
        assert estimate[0] == pytest.approx(found["estimate"], rel=1e-9, abs=1e-12)
        holds(float(np.sqrt(inference.covariance[0, 0, 0])), found["se"])
        holds(float(inference.df[0]), found["df"])


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("independence")
def test_cliffs_delta_equals_the_cr2_of_its_placements(name: str) -> None:
    data, groups = counted(name)
    for key, found in expected(name)["deltas"].items():
        pair = data.subset([groups.index(group) for group in key.split("|")])
        delta, inference = pair_inference(stacks_of([pair])[0][1])
        holds(float(delta[0]), found["estimate"])
        holds(float(np.sqrt(inference.covariance[0, 0, 0])), found["se"])


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("independence")
def test_the_covariance_of_all_means_gives_the_wald_statistic_of_clubsandwich(name: str) -> None:
    data, groups = counted(name)
    q = len(groups) - 1
    effects, inference = of_means(data, np.hstack([np.ones((q, 1)), -np.eye(q)]))
    wald = float(effects @ np.linalg.solve(inference.covariance[0], effects))
    # Hotelling's F = Q (eta - q + 1) / (eta q), with eta - q + 1 degrees of freedom.
    wanted = expected(name)["equal_means"]
    df = wanted["df_denom"]
    holds(wald * df / ((df + q - 1) * q), wanted["F"])


def test_the_joint_test_of_independent_people_is_nearly_the_analysis_of_variance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(working_model, "LARGEST_ICC", 0.0)
    counts = np.random.default_rng(4).multinomial(40, [0.1, 0.2, 0.3, 0.2, 0.2], size=4)
    effects, inference = of_means(ClusterCounts(counts), np.hstack([np.ones((3, 1)), -np.eye(3)]))
    found = inference.joint_test(0, effects)
    assert found is not None
    wanted = stats.f_oneway(*(np.repeat(np.arange(1.0, 6.0), row) for row in counts))
    assert found[0] == pytest.approx(wanted.statistic, rel=1e-9)
    assert found[1:] == pytest.approx((3, 156))


def dense(stack: Stack, weights: Floats, rho: float) -> tuple[Floats, Floats, list[list[Floats]]]:
    """From matrices over all sums S_cg: target, expected covariance, and the matrix P of each pair of statistics."""
    people, times = stack.people[0], stack.times[0].astype(int)
    people = np.repeat(people, times, axis=0)
    clusters, groups = people.shape
    n, size = people.sum(axis=0), clusters * groups
    omega = np.zeros((size, size))
    for c in range(clusters):
        at = slice(c * groups, (c + 1) * groups)
        omega[at, at] = (1 - rho) * np.diag(people[c]) + rho * np.outer(people[c], people[c])
    total = np.tile(np.eye(groups), (1, clusters))
    contrast = weights @ total
    contributions = []
    for weight in weights:
        rows = np.zeros((clusters, size))
        for c in range(clusters):
            for g in range(groups):
                if not people[c, g]:
                    continue
                place = c * groups + g
                centred = np.eye(size)[place] - people[c, g] / n[g] * total[g]
                own, left = omega[place, place], centred @ omega @ centred
                rows[c] += weight[g] * np.sqrt(own / left) * centred
        contributions.append(rows)
    matrices = [[a @ omega @ b.T for b in contributions] for a in contributions]
    expected_covariance = np.array([[np.trace(one) for one in row] for row in matrices])
    return contrast @ omega @ contrast.T, expected_covariance, matrices


def awkward(seed: int) -> ClusterCounts:
    draw = np.random.default_rng(seed)
    cube = draw.poisson(0.8, (8, 3, 4)) + draw.integers(0, 3, (8, 1, 1)) * draw.integers(0, 2, (8, 3, 4))
    return ClusterCounts(cube.sum(axis=0) + draw.integers(0, 3, (3, 4)), cube)


@pytest.mark.parametrize("seed", range(6))
def test_moments_equal_those_of_whole_matrices(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_model, "EXACT_BELOW", 0.0)
    data = awkward(seed)
    stack = stacks_of([data])[0][1]
    for contrasts in (np.array([[1.0, -1.0, 0.0]]), np.array([[1.0, -0.5, -0.5], [0.0, 1.0, -1.0]])):
        inference = of_means(data, contrasts)[1]
        rho = float(np.clip(inference.icc[0], 0.0, 0.95))
        target, expected_covariance, matrices = dense(stack, contrasts / data.n, rho)
        assert inference.target[0] == pytest.approx(target, rel=1e-9)
        root = np.linalg.inv(np.linalg.cholesky(target))
        q = len(contrasts)
        scale = q / np.trace(root @ expected_covariance @ root.T)
        whole = np.block(matrices)
        change = np.kron(root, np.eye(len(matrices[0][0])))
        whole = change @ whole @ change.T * scale
        assert inference.df[0] == pytest.approx(2 * q * q / (2 * np.trace(whole @ whole)), rel=1e-8)
        if q > 1:
            c = len(whole) // q
            part = [[whole[i * c : (i + 1) * c, j * c : (j + 1) * c] for j in range(q)] for i in range(q)]
            noise = sum(
                np.trace(part[i][i] @ part[j][j]) + np.trace(part[i][j] @ part[i][j])
                for i in range(q)
                for j in range(q)
            )
            assert inference.noise[0] == pytest.approx(noise, rel=1e-8)


def simulated_moments(seed: int = 3) -> tuple[Floats, Moments]:
    draw = np.random.default_rng(seed)
    diagonal, right, left = draw.uniform(0.5, 9, 7), draw.uniform(0, 0.4, (7, 2)), draw.uniform(0, 0.4, (7, 2))
    matrix = np.diag(diagonal) - right @ left.T - left @ right.T
    whole = np.trace(matrix)
    moments = Moments(
        diagonal[None, None, None] / whole,
        np.concatenate([right, left], axis=1)[None, None] / whole,
        np.concatenate([left, right], axis=1)[None, None],
        np.ones((1, 7)),
    )
    return np.linalg.eigvalsh(matrix / whole), moments


def test_the_tail_is_that_of_the_mixture_of_chi_squares() -> None:
    weights, moments = simulated_moments()
    chi = np.random.default_rng(1).chisquare(1, (400_000, 7))
    variance = np.maximum(chi @ weights, 0.0)
    for square in (2.0, 6.0, 20.0):
        simulated = 2 * special.ndtr(-np.sqrt(square * variance))
        assert moments.tail(np.array([square]))[0] == pytest.approx(simulated.mean(), abs=5e-4)


def test_equal_weights_give_back_student() -> None:
    for df in (3, 8, 20):
        moments = Moments(
            np.full((1, 1, 1, df), 1 / df), np.zeros((1, 1, df, 2)), np.zeros((1, 1, df, 2)), np.ones((1, df))
        )
        assert matched(np.array([float(df)]), moments)[0] == pytest.approx(df, rel=1e-4)
        square = special.stdtrit(df, 0.975) ** 2
        assert moments.tail(np.array([square]))[0] == pytest.approx(0.05, rel=1e-6)


def test_the_matched_degrees_of_freedom_give_the_quantile_of_the_mixture() -> None:
    _, moments = simulated_moments()
    satterthwaite = 2.0 / moments.variance_of_trace()
    df = matched(satterthwaite, moments)
    assert df[0] > satterthwaite[0]
    assert moments.tail(np.asarray(special.stdtrit(df, 0.975) ** 2, dtype=np.float64))[0] == pytest.approx(
        0.05, rel=1e-4
    )


def test_the_intra_class_correlation_is_that_of_the_analysis_of_variance() -> None:
    cube = np.array([[[4, 1, 0]], [[0, 2, 3]], [[1, 1, 1]], [[0, 0, 5]]])
    data, values = ClusterCounts(cube.sum(axis=0), cube), np.array([1.0, 2.0, 3.0])
    people = [np.repeat(values, row[0]) for row in cube]
    n, grand = sum(map(len, people)), np.concatenate(people).mean()
    between = sum(len(x) * (x.mean() - grand) ** 2 for x in people) / 3
    within = sum(((x - x.mean()) ** 2).sum() for x in people) / (n - 4)
    size = (n - sum(len(x) ** 2 for x in people) / n) / 3
    icc = working_model.intra_class(stacks_of([data])[0][1], (values - grand)[None, None])[0]
    assert icc[0] == pytest.approx((between - within) / (between + (size - 1) * within))


def sparse(data: ClusterCounts) -> SparseCounts:
    assert data.cube is not None
    flat = data.cube.reshape(len(data.cube), -1)
    cluster, place = np.nonzero(flat)
    return SparseCounts.of(cluster, place, flat[cluster, place], data.alone)


@pytest.mark.parametrize("seed", range(4))
def test_sparse_and_dense_stacks_give_the_same_inference(seed: int) -> None:
    data = awkward(seed)
    two: list[Stack] = [SparseStack(sparse(data)), DenseStack.of([data])]
    for part in ([0, 1], [1, 2]):
        deltas, found = pair_inference(SparseStack(sparse(data.subset(part))))
        again, wanted = pair_inference(DenseStack.of([data.subset(part)]))
        assert deltas == pytest.approx(again)
        assert found.covariance == pytest.approx(wanted.covariance)
        assert found.df == pytest.approx(wanted.df)
    (_, first), (_, second) = map(effect_inference, two)
    assert first.covariance == pytest.approx(second.covariance)
    assert first.df == pytest.approx(second.df)


def test_a_table_has_the_same_inference_alone_and_in_a_stack() -> None:
    tables = [awkward(seed) for seed in range(5)]
    pairs = [data.subset(pair) for data in tables for pair in combinations(range(3), 2)]
    deltas, together = pair_inference(DenseStack.of(pairs))
    for at, pair in enumerate(pairs):
        delta, alone = pair_inference(DenseStack.of([pair]))
        assert deltas[at] == pytest.approx(delta[0], abs=1e-12)
        assert together.covariance[at] == pytest.approx(alone.covariance[0])
        assert together.df[at] == pytest.approx(alone.df[0])
