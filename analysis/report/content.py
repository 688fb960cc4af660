"""The report as a sequence of blocks: overview, scores, one chapter per construct, annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from analysis.charts.style import MAX_OPTIONS
from analysis.comparisons.breakdowns import Breakdown
from analysis.measures.measure_tables import told
from analysis.report.annex import annex
from analysis.report.breakdown_tables import breakdown_sections
from analysis.report.charts_of_items import bars_of, item_means, item_name, score_means
from analysis.report.comparison_tables import pairs_of_items, pairs_of_scores
from analysis.report.distribution_tables import answers_by_group, answers_down_the_side, respondents
from analysis.report.findings import section_findings
from analysis.report.plan import ItemSet, Section, StudyTexts, sections
from analysis.report.response_tables import bounds_of_pairs, without_answer
from analysis.results import Comparison, ItemComparison
from analysis.sources.dataset import Codebook
from analysis.translation import text_in
from analysis.views.document import Block, Bullets, Document, Heading, Numbering, Paragraph, Picture
from analysis.wording.phrasing import Phrasing
from analysis.wording.status_texts import note_text
from forms.languages import DEFAULT_LANGUAGE


def build(
    comparison: Comparison,
    codebook: Codebook,
    study: StudyTexts | None = None,
    *,
    language: str = DEFAULT_LANGUAGE,
    simulated: bool = False,
    breakdowns: Sequence[Breakdown] = (),
) -> Document:
    """The whole content of the report, in the reader's language.

    ``simulated`` prints the mark everywhere; a comparison with a mark does the same. ``breakdowns``: groups divided by
    attributes of the plan, in its order.
    """
    study = study or StudyTexts()
    phrasing = Phrasing(comparison, language)
    mark = phrasing.mark if simulated or comparison.mark else None
    _ = phrasing.say
    title = text_in(study.title or comparison.title or codebook.title, language, _("Comparison of groups"))
    subtitle = " · ".join(filter(None, (text_in(text, language) for text in (study.organisation, study.fieldwork))))
    source = text_in(study.source, language, codebook.source)
    blocks = tuple(_Writer(phrasing, mark, study, codebook, breakdowns).blocks())
    return Document(title, subtitle, language, source, mark, blocks)


@dataclass(slots=True)
class _Writer:
    phrasing: Phrasing
    mark: str | None
    study: StudyTexts
    codebook: Codebook
    breakdowns: Sequence[Breakdown] = ()
    numbering: Numbering | None = None

    def blocks(self) -> Iterator[Block]:
        self.numbering = Numbering()
        yield from self._opening()
        yield from self._scores()
        for section in sections(self.phrasing.comparison):
            yield from self._section(section)
        items = {item.item for item in self.phrasing.comparison.items}
        yield from breakdown_sections(self.breakdowns, items, self.phrasing.language, self.numbers)
        yield from annex(self.phrasing, self.codebook, self.study, self.numbers)

    @property
    def numbers(self) -> Numbering:
        assert self.numbering is not None  # noqa: S101 - blocks() sets it before anything asks
        return self.numbering

    def _opening(self) -> Iterator[Block]:
        phrasing, comparison = self.phrasing, self.phrasing.comparison
        _ = phrasing.say
        title = _("What was compared")
        yield Heading(1, f"{self.numbers.next_section()}. {title}", "compared")
        items, clusters = len(comparison.items), text_in(self.study.clusters, phrasing.language, _("Clusters"))
        yield Paragraph(
            _("{items} items were compared between {groups} groups: {names}.").format(
                items=items,
                groups=len(comparison.groups),
                names=phrasing.numbers.join([phrasing.group(code) for code, _label in comparison.groups]),
            )
        )
        yield respondents(phrasing, self.numbers.next_table(), clusters)
        if self.study.left_out:
            yield Paragraph(text_in(self.study.left_out, phrasing.language))
        introductions = tuple(_(measure.introduction) for measure in told(comparison))
        if introductions:
            yield Heading(2, _("How to read the figures"), "reading")
            yield Bullets(introductions)

    def _scores(self) -> Iterator[Block]:
        phrasing, constructs = self.phrasing, self.phrasing.comparison.constructs
        _ = phrasing.say
        if not constructs:
            return
        title = _("Scores of the constructs")
        yield Heading(1, f"{self.numbers.next_section()}. {title}", "scores")
        title = _("Scores of the constructs by group")
        yield from self._pictures(score_means(constructs, phrasing, self.mark), title, _("means with intervals"), ())
        yield pairs_of_scores(
            constructs, phrasing, self.numbers.next_table(), _("Differences of scores between groups")
        )

    def _section(self, section: Section) -> Iterator[Block]:
        phrasing = self.phrasing
        _ = phrasing.say
        title = self._title(section)
        number = self.numbers.next_section()
        yield Heading(1, f"{number}. {title}", f"section-{number}")
        for sentence in section_findings(section, phrasing):
            yield Paragraph(sentence, "lede")
        for place, items in enumerate(section.sets, 1):
            named = self._set_title(items, title, place, len(section.sets))
            yield from self._answers(items, named, section)
            yield from self._silent(items, named)
        for measure in told(phrasing.comparison):
            name = _(measure.term)
            heading = f"{name[:1].upper()}{name[1:]}: {title}"
            yield from self._pictures(measure.draw(section.items, phrasing, self.mark), heading, name, ())
        compared = [item for item in section.items if len(item.groups) > 1]
        if compared:
            heading = _("Differences between groups: {section}").format(section=title)
            yield pairs_of_items(compared, phrasing, self.numbers.next_table(), heading)
            heading = _("Differences if everybody had answered: {section}").format(section=title)
            bounds = bounds_of_pairs(compared, phrasing, "", heading)
            if bounds is not None:
                yield replace(bounds, number=self.numbers.next_table())

    def _title(self, section: Section) -> str:
        phrasing = self.phrasing
        _ = phrasing.say
        if section.label:
            return text_in(section.label, phrasing.language)
        if section.gathered:
            return _("Other questions")
        first, last = section.items[0], section.items[-1]
        return _("Items {first} to {last}").format(first=first.item, last=last.item) if first != last else first.item

    def _set_title(self, items: ItemSet, title: str, place: int, count: int) -> str:
        _ = self.phrasing.say
        if count == 1:
            return title
        if len(items.items) == 1:
            return item_name(items.items[0], self.phrasing)
        return f"{title} " + _("(scale {k} of {n})").format(k=place, n=count)

    def _answers(self, items: ItemSet, title: str, section: Section) -> Iterator[Block]:
        phrasing = self.phrasing
        _ = phrasing.say
        if not items.readable:
            for item in items.items:
                note = note_text(item.note, phrasing.language).rstrip(".")
                reason = f"{phrasing.status(item.status)}{f' ({note})' if note else ''}"
                yield Paragraph(f"{item_name(item, phrasing)}: {reason}.", "note")
            return
        if items.bars:
            heading = _("Answers by group: {section}").format(section=title)
            notes = self._chart_notes(items.items)
            yield from self._pictures(bars_of(items, phrasing, self.mark), heading, _("bars of answers"), notes)
        if items.averaged and section.construct is None and len(items.options) > 1:
            heading = _("Means by group: {section}").format(section=title)
            yield from self._pictures(item_means(items, phrasing, self.mark), heading, _("means with intervals"), ())
        if items.items[0].kind != "nominal" and len(items.options) <= MAX_OPTIONS:
            heading = _("Distribution of answers: {section}").format(section=title)
            yield answers_by_group(items, phrasing, self.numbers.next_table(), heading)
            return
        for item in items.items:
            yield answers_down_the_side(item, phrasing, self.numbers.next_table(), item_name(item, phrasing))

    def _silent(self, items: ItemSet, title: str) -> Iterator[Block]:
        _ = self.phrasing.say
        heading = _("Without an answer: {section}").format(section=title)
        table = without_answer(items, self.phrasing, "", heading) if items.readable else None
        if table is not None:
            yield replace(table, number=self.numbers.next_table())

    def _chart_notes(self, items: Sequence[ItemComparison]) -> tuple[str, ...]:
        _ = self.phrasing.say
        notes = []
        if any(item.neutral_code is not None for item in items):
            notes.append(_("The neutral answer is shown separately at the right, on the same scale."))
        if any(item.reversed for item in items):
            notes.append(_("Reversed items are shown as they were asked."))
        return tuple(notes)

    def _pictures(self, figures: Sequence[Figure], title: str, kind: str, notes: tuple[str, ...]) -> Iterator[Picture]:
        _ = self.phrasing.say
        for k, figure in enumerate(figures, 1):
            number = self.numbers.next_figure()
            part = "" if len(figures) == 1 else " " + _("(part {k} of {n})").format(k=k, n=len(figures))
            alt = _("{title}{part}: {kind}; the numbers are in the table below.").format(
                title=title, part=part, kind=kind
            )
            yield Picture(number, title + part, figure, f"figure_{number.replace('.', '_')}", alt, notes)
