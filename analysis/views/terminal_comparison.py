"""A comparison as tables in a terminal: distributions, tests of all groups, pairs, and what the signs mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from analysis.measures.results import (
    Comparability,
    Comparison,
    Estimate,
    GroupSummary,
    ItemComparison,
    PairComparison,
    Status,
    Test,
)
from analysis.translation import N_, text_in, translator
from analysis.views.terminal_tables import TerminalTable
from analysis.wording.numbers import Numbers
from analysis.wording.status_texts import note_text, status_text

WITHOUT_TERMINAL = 120
STAR = "✱"
RULES = {
    Comparability.GAP: N_("gap"),
    Comparability.COMPARE: N_("compared"),
    Comparability.SIDE_BY_SIDE: N_("side by side"),
}


def print_comparison(comparison: Comparison, language: str, console: Console | None = None) -> None:
    """Print the comparison in ``language``, as wide as the terminal is; into a file or a pipe, 120 columns wide."""
    console = console or (
        Console() if sys.stdout.isatty() or "COLUMNS" in os.environ else Console(width=WITHOUT_TERMINAL)
    )
    _Printer(comparison, language, console).everything()


class _Printer:
    def __init__(self, comparison: Comparison, language: str, console: Console) -> None:
        self.comparison, self.language, self.console = comparison, language, console
        self.say: Callable[[str], str] = translator(language)
        self.numbers = Numbers(language)

    def everything(self) -> None:
        if self.comparison.mark:
            self.console.print(f"[bold reverse] {escape(self.comparison.mark)} [/]")
        self.distributions().show(self.console)
        self.tests().show(self.console)
        self.pairs().show(self.console)
        if self.comparison.constructs:
            self.constructs().show(self.console)
        for line in self.notes():
            self.console.print(f"[dim]{escape(line)}[/]", soft_wrap=False)

    def table(self, title: str, names: list[str], figures: list[str], *, last_is_list: bool = False) -> TerminalTable:
        say = self.say
        return TerminalTable(say(title), [say(name) for name in names], [say(name) for name in figures], last_is_list)

    def distributions(self) -> TerminalTable:
        left = [N_("Item"), N_("Group")]
        right = [N_("n"), N_("Clusters"), N_("Mean (95 % CI)"), N_("Answers, %")]
        table = self.table(N_("Answers by group"), left, right, last_is_list=True)
        for item in self.comparison.items:
            for place, group in enumerate(item.groups):
                name = self.item_name(item) if not place else ""
                table.add_row(name, escape(text_in(group.label, self.language, group.group)), *self.summary(group))
            table.end_section()
        return table

    def item_name(self, item: ItemComparison) -> str:
        label = text_in(item.label, self.language)
        name = f"[bold]{escape(item.item)}[/]" + (f" {escape(label)}" if label else "")
        if item.status is not Status.OK:
            name += f" [yellow]({escape(status_text(item.status, self.language))}{self.fault(item)})[/]"
        return name

    def fault(self, item: ItemComparison) -> str:
        if item.status is not Status.NOT_NUMERIC:
            return ""
        row, _, text = item.note.partition(":")
        return escape(self.say(N_("; row {row}: “{text}”")).format(row=row, text=text))

    def summary(self, group: GroupSummary) -> list[str]:
        if group.status is not Status.OK:
            return [self.numbers.integer(group.n), "", escape(status_text(group.status, self.language)), ""]
        shares = " · ".join(
            f"{share.code}: {self.numbers.percent(share.share.estimate, 0, sign=False)}" for share in group.shares
        )
        return [self.numbers.integer(group.n), self.numbers.integer(group.clusters), self.estimate(group.mean), shares]

    def estimate(self, value: Estimate, places: int = 2) -> str:
        if value.estimate is None:
            return escape(status_text(value.status, self.language))
        text = self.numbers.with_interval(value.estimate, value.ci_low, value.ci_high, places)
        if value.status is Status.FEW_CLUSTERS and value.range_low is not None:
            ends = self.numbers.interval(value.range_low, value.range_high, places)
            text = f"{self.numbers.decimal(value.estimate, places)} \\[{ends[1:-1]}]"
        reason = escape(status_text(value.status, self.language))
        return text if value.status is Status.OK else f"{text}\n[yellow]{reason}[/]"

    def tests(self) -> TerminalTable:
        right = [
            N_("F (df)"),
            N_("p"),
            N_("p, BH"),
            N_("H (df)"),
            N_("p of H"),
            N_("ε²"),
            N_("p of χ²"),
            N_("V, corrected"),
        ]
        table = self.table(N_("All groups at once"), [N_("Item")], right)
        number, p = self.numbers.decimal, self.numbers.p_value
        for item in self.comparison.items:
            star = f" {STAR}" if item.omnibus.selected else ""
            table.add_row(
                escape(item.item),
                self.test(item.omnibus),
                p(item.omnibus.p_value),
                p(item.omnibus.p_adjusted) + star,
                self.test(item.kruskal_wallis),
                p(item.kruskal_wallis.p_value),
                number(item.epsilon_squared, 3),
                p(item.chi_square.p_value),
                number(item.cramers_v_corrected, 3),
            )
        return table

    def test(self, test: Test) -> str:
        if test.statistic is None:
            return escape(status_text(test.status, self.language))
        df = "; ".join(self.numbers.integer(int(d)) for d in (test.df, test.df_error) if d is not None)
        return f"{self.numbers.decimal(test.statistic, 1)} ({df})"

    def pairs(self) -> TerminalTable:
        left = [N_("Item"), N_("Groups")]
        right = [
            N_("Cliff's delta (95 % CI)"),
            N_("p"),
            N_("p, Holm"),
            N_("z (Dunn)"),
            N_("p of z, Holm"),
            N_("p of U"),
        ]
        table = self.table(N_("Pairs of groups"), left, right)
        for item in self.comparison.items:
            for place, pair in enumerate(item.pairs):
                table.add_row(escape(item.item) if not place else "", self.groups(pair), *self.pair(pair))
            table.end_section()
        return table

    def groups(self, pair: PairComparison) -> str:
        labels = dict(self.comparison.groups)
        first, second = (text_in(labels[code], self.language, code) for code in pair.groups)
        return escape(f"{first} – {second}")

    def pair(self, pair: PairComparison) -> list[str]:
        delta, p = pair.cliffs_delta, self.numbers.p_value
        star = f" {STAR}" if pair.significant else ""
        return [
            self.estimate(delta, 3),
            p(delta.p_value),
            p(delta.p_adjusted) + star,
            self.numbers.decimal(pair.dunn.z),
            p(pair.dunn.p_adjusted),
            p(pair.mann_whitney.p_value),
        ]

    def constructs(self) -> TerminalTable:
        left = [N_("Construct"), N_("Groups"), N_("Items")]
        right = [N_("Means, 0–100"), N_("Difference (95 % CI)"), N_("p, Holm")]
        table = self.table(N_("Constructs"), left, right)
        labels = dict(self.comparison.groups)
        for construct in self.comparison.constructs:
            for place, pair in enumerate(construct.pairs):
                name = text_in(construct.label, self.language, construct.construct) if not place else ""
                names = " – ".join(text_in(labels[code], self.language, code) for code in pair.groups)
                means = " – ".join(self.numbers.decimal(mean.estimate, 1) for mean in pair.means)
                p = self.numbers.p_value(pair.difference.p_adjusted)
                row = (name, names, str(len(pair.items)), means, self.estimate(pair.difference, 1), p)
                table.add_row(*(escape(cell) if at < 4 else cell for at, cell in enumerate(row)))
            table.end_section()
        return table

    def notes(self) -> list[str]:
        """What the signs mean, what was left out, what could have been found."""
        lines = [note_text(note, self.language) for note in self.comparison.notes]
        for item in self.comparison.items:
            if item.note and item.status is not Status.NOT_NUMERIC:
                lines.append(f"{item.item}: {note_text(item.note, self.language)}")
        family = self.comparison.families[0]
        say, number = self.say, self.numbers
        lines.append(
            say(
                N_(
                    "{star} Selected by Benjamini–Hochberg at .05 ({selected} of {m} items); pairs inside them by "
                    "Holm at {level}, where the interval leaves out 0."
                )
            ).format(star=STAR, selected=family.selected, m=family.m, level=number.decimal(family.pair_level, 4))
        )
        if family.detectable_low is not None:
            low, high = number.decimal(family.detectable_low), number.decimal(family.detectable_high)
            sentence = (
                N_("Smallest delta that would have been found with 80 % power: {low}; in some tests not even 1.")
                if family.detectable_high is None
                else N_("Smallest delta that would have been found with 80 % power: {low} to {high}.")
            )
            lines.append(say(sentence).format(low=low, high=high))
        if self.comparison.clustered:
            lines.append(say(N_("F and delta allow for clusters; H, χ², z and U ignore them and carry no stars.")))
        else:
            lines.append(say(N_("No clusters were named: every respondent counts as one.")))
        if any(p.cliffs_delta.status is Status.FEW_CLUSTERS for item in self.comparison.items for p in item.pairs):
            lines.append(
                say(N_("In square brackets: range of delta for all clusters and when each is left out in turn."))
            )
        lines.append(say(N_("The p of U is not adjusted for the number of pairs.")))
        lines.append(say(N_("A delta above 0 means that the first group gives the higher answers.")))
        return lines
