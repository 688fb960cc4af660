"""Builds the study from parts without faults: resolves every reference and makes one form per group."""

from forms.loading.parts import EVERYONE, DeclaredQuestion, FormPart, StudyParts
from forms.loading.records import Model, Record
from forms.missing_values import Missing
from forms.model.frozen import Text
from forms.model.item_bank import BankItem
from forms.model.questionnaire import Questionnaire, Section, Variant
from forms.model.questions import Kind, Question
from forms.model.scales import Option, Scale
from forms.model.skip_rules import SkipRule
from forms.model.study import Frame, Study
from forms.model.versions import questionnaire_version, study_version


def assemble(parts: StudyParts) -> Study:
    """The study built from ``parts``, which must have passed all checks; otherwise the call is a programming error."""
    head = _value(parts.head)
    frame = Frame(edition=_value(parts.frame).edition, strata=_values(parts.strata), units=_values(parts.units))
    resolver = _Resolver(parts, frame)
    forms = {group: resolver.questionnaire(head.id, group, parts.forms[group]) for group in parts.group_ids}
    study = Study(
        **{name: getattr(head, name) for name in type(head).model_fields},
        groups=_values(parts.groups),
        scales=resolver.scales,
        constructs=_values(parts.constructs),
        items=_values(parts.items),
        questionnaires=forms,
        frame=frame,
        analysis=_value(parts.analysis),
        agency_report=dict(parts.report or {}),
    )
    return study.model_copy(update={"version": study_version(study)})


def question_from_bank(item: BankItem, scale: Scale, group: str, when: SkipRule | None) -> Question:
    """A statement of the bank as ``group`` sees it."""
    kind: Kind = "rating" if scale.kind == "range" else "item"
    inapplicable = (Missing.NOT_APPLICABLE,) if item.may_not_apply else ()
    return Question(
        id=item.id,
        kind=kind,
        wording=item.wording[group],
        short=item.short,
        scale=scale.id,
        options=_offered(scale.options, group),
        low=scale.low,
        high=scale.high,
        apart=(*inapplicable, Missing.DONT_KNOW, Missing.REFUSED),
        sensitive=item.sensitive,
        fact=item.fact,
        construct=item.construct_id,
        when=when,
    )


def declared_question(
    declared: DeclaredQuestion, scale: Scale | None, units: list[Text], group: str, when: SkipRule | None
) -> Question | None:
    """A question outside the bank as ``group`` sees it; None if it has no wording for that group."""
    wording = declared.wording.get(group) or declared.wording.get(EVERYONE)
    if wording is None:
        return None
    is_range = scale is not None and scale.kind == "range"
    return Question(
        id=declared.id,
        kind=declared.kind,
        wording=wording,
        hint=declared.hint.get(group) or declared.hint.get(EVERYONE),
        short=declared.short,
        scale=declared.scale,
        options=_offered(all_options(declared, scale, units), group),
        low=scale.low if scale and is_range else declared.low,
        high=scale.high if scale and is_range else declared.high,
        decimals=declared.decimals,
        most=declared.most,
        total=declared.total,
        length=declared.length,
        apart=tuple(Missing[reason.upper()] for reason in declared.apart),
        required=declared.required,
        sensitive=declared.sensitive,
        fact=declared.fact,
        role=declared.role,
        when=when,
    )


def all_options(question: DeclaredQuestion, scale: Scale | None, units: list[Text]) -> tuple[Option, ...]:
    """The options of a declared question for all groups together: the frame's units, its own, or its scale's."""
    if question.options_from == "units":
        listed = (Option(code=position, label=name) for position, name in enumerate(units, start=1))
        return (*listed, *question.options)
    return question.options or (scale.options if scale else ())


class _Resolver:
    """Resolves the references of form entries."""

    def __init__(self, parts: StudyParts, frame: Frame) -> None:
        self.scales = {scale.id: scale for scale in _values(parts.scales)}
        self.items = {item.id: item for item in _values(parts.items)}
        self.declared = {question.id: question for question in _values(parts.questions)}
        self.units = [unit.name for unit in frame.units]

    def questionnaire(self, study: str, group: str, form: FormPart) -> Questionnaire:
        head = _value(form.head)
        sections = []
        for part in form.sections:
            section = _value(part.head)
            asked = [_value(ask) for ask in part.asks]
            sections.append(
                Section(
                    id=section.id,
                    title=section.title,
                    about=section.about,
                    when=section.when,
                    questions=tuple(self._question(entry.ask, group, entry.when) for entry in asked),
                )
            )
        made = Questionnaire(
            study=study,
            group=group,
            title=head.title,
            addressed_to=head.addressed_to,
            introduction=head.introduction,
            thanks=head.thanks,
            sections=tuple(sections),
            variants=_values(form.variants) or (Variant(id="a"),),
        )
        return made.model_copy(update={"version": questionnaire_version(made)})

    def _question(self, question_id: str, group: str, when: SkipRule | None) -> Question:
        if item := self.items.get(question_id):
            return question_from_bank(item, self.scales[item.scale], group, when)
        declared = self.declared[question_id]
        question = declared_question(declared, self.scales.get(declared.scale or ""), self.units, group, when)
        if question is None:
            raise ValueError(f"'{question_id}' has no wording for '{group}'")
        return question


def _offered(options: tuple[Option, ...], group: str) -> tuple[Option, ...]:
    return tuple(option for option in options if not option.groups or group in option.groups)


def _value(record: Record[Model] | None) -> Model:
    if record is None or record.value is None:
        raise ValueError("a study with faults was to be assembled")
    return record.value


def _values(records: list[Record[Model]]) -> tuple[Model, ...]:
    return tuple(_value(record) for record in records)
