"""A comparison as tables in a terminal: distributions, tests of all groups, pairs, and a legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from analysis.measures.measure import Column, Level, View
from analysis.measures.measure_tables import cells, columns, pair_table
from analysis.results import Comparison, GroupSummary, ItemComparison, Status
from analysis.translation import N_, text_in, translator
from analysis.views.terminal_response import response_tables
from analysis.views.terminal_tables import TerminalTable, console_for_output
from analysis.wording.caution_notes import caution_notes
from analysis.wording.cells import Cell
from analysis.wording.numbers import Numbers
from analysis.wording.phrasing import Phrasing
from analysis.wording.response_warnings import response_sentences, response_sign
from analysis.wording.status_texts import note_text, status_text

STAR = "✱"


def print_comparison(comparison: Comparison, language: str, console: Console | None = None) -> None:
    """Print the comparison in ``language``, as wide as the terminal; 120 columns wide into a file or a pipe."""
    _Printer(comparison, language, console or console_for_output()).everything()


def _marked_up(cell: Cell) -> str:
    """The cell in rich's markup: a star if it is significant, and the status below a figure that has one."""
    text = escape(cell.text) + (f" {STAR}" if cell.strong else "")
    return f"{text}\n[yellow]{escape(cell.remark)}[/]" if cell.remark else text


class _Printer:
    def __init__(self, comparison: Comparison, language: str, console: Console) -> None:
        self.comparison, self.language, self.console = comparison, language, console
        self.say: Callable[[str], str] = translator(language)
        self.numbers = Numbers(language)
        self.phrasing = Phrasing(comparison, language)

    def everything(self) -> None:
        if self.comparison.mark:
            self.console.print(f"[bold reverse] {escape(self.comparison.mark)} [/]")
        self.distributions().show(self.console)
        self.tests().show(self.console)
        self.pairs().show(self.console)
        for table in response_tables(self.comparison.items, self.phrasing):
            table.show(self.console)
        if self.comparison.constructs:
            self.constructs().show(self.console)
        for line in self.notes():
            self.console.print(f"[dim]{escape(line)}[/]", soft_wrap=False)

    def table(self, title: str, names: list[str], figures: list[str], *, last_is_list: bool = False) -> TerminalTable:
        say = self.say
        return TerminalTable(say(title), [say(name) for name in names], [say(name) for name in figures], last_is_list)

    def distributions(self) -> TerminalTable:
        groups = [group for item in self.comparison.items for group in item.groups]
        wanted = columns(Level.GROUP, groups, View.TERMINAL)
        left = [N_("Item"), N_("Group")]
        right = [N_("n"), N_("Clusters"), *(column.label for column in wanted), N_("Answers, %")]
        table = self.table(N_("Answers by group"), left, right, last_is_list=True)
        for item in self.comparison.items:
            for place, group in enumerate(item.groups):
                name = self.item_name(item) if not place else ""
                label = escape(text_in(group.label, self.language, group.group))
                table.add_row(name, label, *self.summary(group, wanted))
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
        place, _, text = item.note.partition(":")
        sentence = N_("; row {place}: “{text}”") if place.isdigit() else N_("; cell {place}: “{text}”")
        return escape(self.say(sentence).format(place=place, text=text))

    def summary(self, group: GroupSummary, wanted: Sequence[Column]) -> list[str]:
        if group.status is not Status.OK:
            reason = escape(status_text(group.status, self.language))
            return [self.numbers.integer(group.n), "", reason, *("" for _ in wanted)]
        shares = " · ".join(
            f"{share.code}: {self.numbers.percent(share.share.estimate, 0, sign=False)}" for share in group.shares
        )
        counts = [self.numbers.integer(group.n), self.numbers.integer(group.clusters)]
        return [*counts, *self.figures(group, wanted), shares]

    def figures(self, record: Any, wanted: Sequence[Column]) -> list[str]:
        return [_marked_up(cell) for cell in cells(record, wanted, self.phrasing)]

    def tests(self) -> TerminalTable:
        wanted = columns(Level.ITEM, self.comparison.items, View.TERMINAL)
        table = self.table(N_("All groups at once"), [N_("Item")], [column.label for column in wanted])
        for item in self.comparison.items:
            name = f"{item.item} {response_sign(item)}".rstrip()
            table.add_row(escape(name), *self.figures(item, wanted))
        return table

    def pairs(self) -> TerminalTable:
        found = pair_table(self.comparison.items, self.phrasing, View.TERMINAL)
        table = self.table(
            N_("Pairs of groups"), [N_("Item"), N_("Groups")], [column.label for column in found.columns]
        )
        for item, rows in found.items:
            for place, row in enumerate(rows):
                name = escape(item.item) if not place else ""
                table.add_row(name, escape(self.phrasing.pair(row.pair.groups)), *map(_marked_up, row.cells))
            table.end_section()
        return table

    def constructs(self) -> TerminalTable:
        pairs = [pair for construct in self.comparison.constructs for pair in construct.pairs]
        wanted = columns(Level.SCORES, pairs, View.TERMINAL)
        left = [N_("Construct"), N_("Groups"), N_("Items")]
        table = self.table(N_("Constructs"), left, [column.label for column in wanted])
        for construct in self.comparison.constructs:
            for place, pair in enumerate(construct.pairs):
                name = text_in(construct.label, self.language, construct.construct) if not place else ""
                left = [name, self.phrasing.pair(pair.groups), str(len(pair.items))]
                table.add_row(*map(escape, left), *self.figures(pair, wanted))
            table.end_section()
        return table

    def notes(self) -> list[str]:
        """The meaning of the signs, what was left out, and the detectable differences."""
        lines = [note_text(note, self.language) for note in self.comparison.notes]
        for item in self.comparison.items:
            if item.note and item.status is not Status.NOT_NUMERIC:
                lines.append(f"{item.item}: {note_text(item.note, self.language)}")
        family = self.comparison.families[0]
        say, number = self.say, self.numbers
        selection = (
            N_(
                "{star} Selected by Benjamini–Hochberg at .05 ({selected} of {m} items); pairs inside them by "
                "Holm at {level}, where the interval leaves out 0."
            )
            if family.selected
            else N_("{star} Selected by Benjamini–Hochberg at .05: none of {m} items, so no pair carries a star.")
        )
        level = number.decimal(family.pair_level, 4)
        lines.append(say(selection).format(star=STAR, selected=family.selected, m=family.m, level=level))
        if family.detectable_low is not None:
            low, high = number.decimal(family.detectable_low), number.decimal(family.detectable_high)
            sentence = (
                N_("Smallest delta that would have been found with 80 % power: {low}; in some tests above 0.8.")
                if family.detectable_high is None
                else N_("Smallest delta that would have been found with 80 % power: {low}.")
                if low == high
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
        lines += caution_notes(self.phrasing)
        lines += response_sentences(self.comparison.items, self.phrasing)
        lines.append(say(N_("The p of U, H and χ² are not adjusted for the number of pairs and items.")))
        lines.append(say(N_("A delta above 0 means that the first group gives the higher answers.")))
        return lines
