"""Results as sentences. A sentence that rates a result names the rule and its source; every status has a plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.results import Comparison, Estimate, Status
from analysis.translation import N_, text_in, translator
from analysis.wording.numbers import Numbers
from analysis.wording.status_texts import status_text
from forms.languages import DEFAULT_LANGUAGE

ROMANO = ((0.147, N_("negligible")), (0.33, N_("small")), (0.474, N_("medium")))
"""Upper bounds of |delta| after Romano, Kromrey, Coraggio and Skowronek (2006)."""


def magnitude(delta: float) -> str:
    """English word for the size of a Cliff's delta after Romano et al. (2006)."""
    return next((word for bound, word in ROMANO if abs(delta) < bound), N_("large"))


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Texts in one language, with its numbers and the names of the groups of a comparison."""

    comparison: Comparison
    language: str = DEFAULT_LANGUAGE

    @property
    def say(self) -> Callable[[str], str]:
        """The function from an English sentence to the reader's language."""
        return translator(self.language)

    @property
    def numbers(self) -> Numbers:
        """The formatter of the language."""
        return Numbers(self.language)

    @property
    def mark(self) -> str:
        """The mark on everything made from simulated answers."""
        _ = self.say
        return _("Simulated data, not the result of a survey.")

    def group(self, code: str) -> str:
        """A group's name."""
        return text_in(dict(self.comparison.groups).get(code, {}), self.language, code)

    def pair(self, groups: tuple[str, str]) -> str:
        """``Người đứng đầu – Cán bộ, công chức``."""
        return f"{self.group(groups[0])} – {self.group(groups[1])}"

    def status(self, status: Status) -> str:
        """The status as text, with the threshold if something is hidden."""
        _ = self.say
        if status is Status.SUPPRESSED and self.comparison.threshold:
            return _("hidden: threshold of {n} people").format(n=self.comparison.threshold)
        return status_text(status, self.language)

    def size(self, delta: float) -> str:
        """The size of a delta in one word."""
        _ = self.say
        return _(magnitude(delta))

    def delta(self, estimate: Estimate, places: int = 2) -> str:
        """``0,44 (0,36; 0,52)``, with the range in square brackets if there are few clusters, or the reason for no
        figure.
        """
        if estimate.estimate is None:
            return self.status(estimate.status)
        unsure = estimate.status is Status.FEW_CLUSTERS or (estimate.ci_low is None and estimate.ci_high is None)
        if unsure and estimate.range_low is not None:
            ends = self.numbers.interval(estimate.range_low, estimate.range_high, places)
            return f"{self.numbers.decimal(estimate.estimate, places)} [{ends[1:-1]}]"
        return self.numbers.with_interval(estimate.estimate, estimate.ci_low, estimate.ci_high, places)

    def whole(self, value: float | None) -> str:
        """Degrees of freedom without decimals."""
        return self.numbers.integer(None if value is None else round(value))

    def from_to(self, estimate: Estimate, places: int = 2) -> str:
        """``0,36 đến 0,52`` for a sentence."""
        _ = self.say
        low, high = (self.numbers.decimal(end, places) for end in (estimate.ci_low, estimate.ci_high))
        return _("{low} to {high}").format(low=low, high=high)

    def options(self, codes_and_labels: list[tuple[int, str]]) -> str:
        """``1 = Không đồng ý; 2 = Đồng ý``."""
        return self.numbers.join([f"{code} = {label}" for code, label in codes_and_labels])
