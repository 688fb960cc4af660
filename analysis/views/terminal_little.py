"""Little's tests as a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from analysis.comparisons.little_tests import ItemsOfGroup
from analysis.sources.dataset import Codebook
from analysis.translation import N_, text_in, translator
from analysis.views.terminal_tables import TerminalTable, console_for_output
from analysis.wording.numbers import Numbers
from analysis.wording.status_texts import status_text


def print_little_tests(found: Sequence[ItemsOfGroup], codebook: Codebook, language: str) -> None:
    """Print one row for each construct and group."""
    _, numbers = translator(language), Numbers(language)
    names = [_(N_("Construct")), _(N_("Group")), _(N_("Items"))]
    figures = [_(N_("n")), _(N_("Patterns")), _(N_("χ² (df)")), _(N_("p"))]
    table = TerminalTable(_(N_("Missing completely at random? (Little’s test)")), names, figures)
    for each in found:
        label = text_in(codebook.constructs.get(each.construct or "", {}), language, each.construct or "")
        test = each.test
        if test.statistic is None:
            result, p = status_text(test.status, language), ""
        else:
            result, p = f"{numbers.decimal(test.statistic, 1)} ({test.df})", numbers.p_value(test.p_value)
        group = text_in(each.label, language, each.group)
        shown = (label, group, str(len(each.items)), numbers.integer(test.n), str(test.patterns), result, p)
        table.add_row(*map(escape, shown))
    console = console_for_output()
    table.show(console)
    note = N_(
        "A small p: people who leave out items answer the others differently, so the answers are not missing at "
        "random. A large p does not prove the reverse. The test takes answers as normal and ignores clusters."
    )
    console.print(escape(_(note)))
