"""A study's questions as the variables of the analysis: one per data column, in the order of the forms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.dataset import Codebook, Group, Option, Variable
from analysis.results import Comparability, Texts
from forms.frozen import in_language
from forms.item_bank import object_of
from forms.questions import Question
from forms.scales import Scale
from forms.study import Study
from surveyapp.faults import N_
from surveyapp.languages import in_every_language

CHOSEN = {0: N_("Not chosen"), 1: N_("Chosen")}
UNRANKED = N_("Not ranked")
RANK = N_("Rank {number}")


def study_codebook(study: Study) -> Codebook:
    """The codebook of a study. Consent is no variable: nobody answers without it."""
    asked = _questions_by_group(study)
    variables = [variable for question_id in _order(study) for variable in _Column(study, asked[question_id]).all()]
    return Codebook(
        variables=tuple(replace(variable, position=place) for place, variable in enumerate(variables)),
        groups=tuple(Group(group.id, dict(group.short), group.one_per_unit) for group in study.groups),
        constructs={construct.id: dict(construct.name) for construct in study.constructs},
        title=dict(study.title),
        source=in_language(study.organisation, "vi"),
    )


def _questions_by_group(study: Study) -> dict[str, dict[str, Question]]:
    """Question id to the question as each group meets it."""
    asked: dict[str, dict[str, Question]] = {}
    for group in study.groups:
        for question in study.questionnaires[group.id].questions:
            if not question.required and question.columns:
                asked.setdefault(question.id, {})[group.id] = question
    return asked


def _order(study: Study) -> list[str]:
    """Question ids in the order of the forms; what only a later form asks follows what it stands behind there."""
    order: list[str] = []
    for group in study.groups:
        place = 0
        for question in study.questionnaires[group.id].questions:
            if question.required or not question.columns:
                continue
            if question.id in order:
                place = max(place, order.index(question.id) + 1)
            else:
                order.insert(place, question.id)
                place += 1
    return order


@dataclass(frozen=True)
class _Column:
    """The columns of one question."""

    study: Study
    by_group: Mapping[str, Question]

    def all(self) -> Iterator[Variable]:
        question = self.question
        if question.kind not in ("check_all", "ranking", "allocation"):
            yield self._one(question)
            return
        for option in _declared(self.by_group.values()):
            yield replace(
                self._one(question),
                name=f"{question.id}__{option.code}",
                label={code: f"{text}: {option.label.get(code, '')}" for code, text in self._label().items()},
            )

    @property
    def question(self) -> Question:
        return next(iter(self.by_group.values()))

    @property
    def scale(self) -> Scale | None:
        return self.study.scales.get(self.question.scale or "")

    def _label(self) -> Texts:
        item = self.study.item(self.question.id)
        return dict(item.short if item else self.question.short or self.question.wording)

    def _one(self, question: Question) -> Variable:
        item, scale = self.study.item(question.id), self.scale
        kind, averaged = self._kind()
        wording = {group: dict(asked.wording) for group, asked in self.by_group.items()}
        same_words = len({tuple(sorted(text.items())) for text in wording.values()}) == 1
        return Variable(
            name=question.id,
            kind=kind,
            label=self._label(),
            options=self._options(),
            scale=scale.id if scale else "",
            neutral_code=scale.middle if scale else None,
            averaged=averaged,
            reversed=bool(item and item.reversed),
            construct=item.construct_id if item else None,
            scored={group: group in item.scored for group in wording} if item else {},
            # Scores are compared on items about one thing, whatever each group calls it.
            referent={group: object_of(about) for group, about in item.referent.items()} if item else {},
            wording=wording,
            comparability={
                frozenset(pair.groups): Comparability(pair.rule) for pair in (item.comparability if item else ())
            },
            # What the bank does not declare, and what is not the same question for everybody, is shown and not tested.
            comparability_default=Comparability.COMPARE if same_words and not item else Comparability.SIDE_BY_SIDE,
            sensitive=any(asked.sensitive or asked.fact for asked in self.by_group.values())
            or bool(item and (item.sensitive or item.fact)),
        )

    def _kind(self) -> tuple[str, bool]:
        """Kind of variable, and whether a mean of its codes says anything."""
        kind = self.question.kind
        if kind == "check_all":
            return "binary", True
        if kind in ("number", "allocation"):
            return "numeric", True
        if kind == "date":
            return "numeric", False
        if kind == "ranking":
            return "ordinal", False
        if self.scale is None and kind != "rating":
            return "nominal", False
        is_nominal = self.scale is not None and self.scale.kind == "nominal"
        return ("nominal" if is_nominal else "ordinal"), self.scale is None or self.scale.is_averaged

    def _options(self) -> tuple[Option, ...]:
        question = self.question
        if question.kind == "check_all":
            return tuple(Option(code, in_every_language(text)) for code, text in CHOSEN.items())
        if question.kind == "ranking":
            places = question.most or 3
            named = {place: _rank(place) for place in range(1, places + 1)}
            return tuple(
                Option(code, text) for code, text in {**named, places + 1: in_every_language(UNRANKED)}.items()
            )
        if question.kind in ("number", "date", "allocation"):
            return ()
        labels = {option.code: dict(option.label) for option in _declared(self.by_group.values())}
        if question.kind == "rating" or (self.scale and self.scale.kind == "range"):
            return tuple(Option(code, labels.get(code, {"vi": str(code), "en": str(code)})) for code in question.codes)
        return tuple(Option(code, text) for code, text in labels.items())


def _rank(place: int) -> Texts:
    return {language: text.format(number=place) for language, text in in_every_language(RANK).items()}


def _declared(questions: Iterable[Question]) -> list[Option]:
    """The options of all groups, each once, in the order of the forms."""
    found: dict[int, Option] = {}
    for question in questions:
        for option in question.options:
            found.setdefault(option.code, Option(option.code, dict(option.label)))
    return list(found.values())
