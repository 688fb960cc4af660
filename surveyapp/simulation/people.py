"""Synthetic respondents, and how each fills out the form of the group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from forms.missing_values import Missing
from forms.model.item_bank import BankItem
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question
from forms.model.study import Study, Unit
from surveyapp.simulation.truth import Truth

Fields = dict[str, list[str]]
"""The fields of a form as a browser sends them."""

_REMARKS = ("Cần quy định rõ hơn trách nhiệm của từng cá nhân.", "Nên công khai kết quả đánh giá hằng năm.")


@dataclass(frozen=True)
class Person:
    """A synthetic respondent of a group, who belongs to (or rates) one unit."""

    group: str
    unit: Unit | None
    number: int
    seed: str


def people(study: Study, respondents: int, seed: int) -> Iterator[Person]:
    """Return the sample, spread over the units in turn; groups with one person per unit are at most a third of it."""
    units: tuple[Unit | None, ...] = study.frame.units or (None,)
    for group, size in _sizes(study, len(units), respondents).items():
        for number in range(size):
            yield Person(group, units[number % len(units)], number, f"{seed}/{group}/{number}")


def _sizes(study: Study, units: int, respondents: int) -> dict[str, int]:
    """Return the number of people by group. They sum to ``respondents`` unless the units limit every group."""
    single = [group.id for group in study.groups if group.one_per_unit]
    free = [group.id for group in study.groups if not group.one_per_unit]
    share = respondents // 3 if free else respondents
    sizes = {group: min(units, max(1, share // len(single))) for group in single}
    rest = max(0, respondents - sum(sizes.values()))
    for place, group in enumerate(free):
        # The last group takes the remainder.
        sizes[group] = rest // len(free) + (rest % len(free) if place == len(free) - 1 else 0)
    return {group.id: sizes[group.id] for group in study.groups}


class Respondent:
    """Fills out a form: opinions from the parameters, the rest random but valid."""

    def __init__(self, person: Person, study: Study, truth: Truth) -> None:
        self.person, self.truth = person, truth
        self.random = Random(person.seed)
        self.items: dict[str, BankItem] = {item.id: item for item in study.items}
        self.scales = study.scales
        place = {unit.id: number for number, unit in enumerate(study.frame.units, start=1)}
        self.unit_position = place[person.unit.id] if person.unit else None
        agency = Random(f"{truth.seed}/{person.unit.id if person.unit else ''}").gauss(0, truth.agency_share**0.5)
        self.opinion = agency + self.random.gauss(0, truth.person_share**0.5)
        self.noise = (1 - truth.agency_share - truth.person_share) ** 0.5
        self.straight_line: float | None = None
        if self.random.random() < truth.careless.get(person.group, 0.0):
            self.straight_line = self.random.random()
        self.answers_by_kind: dict[str, Callable[[Question], Fields]] = {
            "single": self._choice,
            "rating": self._rating,
            "check_all": self._several,
            "ranking": self._places,
            "allocation": self._points,
            "number": self._amount,
            "date": lambda question: {question.id: [f"{question.low or 2018}-06-15"]},
            "text": self._words,
        }

    def fill_out(self, form: Questionnaire) -> Fields:
        """Answer question by question; as on the page, a question whose rule is not met is left out."""
        fields: Fields = {}
        given: dict[str, frozenset[int]] = {}
        for section in form.sections:
            if section.when and not section.when.holds(given):
                continue
            for question in section.questions:
                if question.when and not question.when.holds(given):
                    continue
                answer = self._answer(question)
                fields.update(answer)
                codes = {int(value) for value in answer.get(question.id, []) if value.lstrip("-").isdigit()}
                given[question.id] = frozenset(code for code in codes if code >= 0)
        return fields

    def _answer(self, question: Question) -> Fields:
        if question.required:
            return {question.id: [str(question.codes[0])]}
        if question.id in self.items:
            return self._item(question)
        if self.random.random() < self.truth.blank:
            return {}
        # Unknown kinds are left blank.
        answer = self.answers_by_kind.get(question.kind)
        return answer(question) if answer else {}

    def _item(self, question: Question) -> Fields:
        item = self.items[question.id]
        codes = question.codes
        if self.straight_line is not None:
            return {question.id: [str(codes[int(self.straight_line * len(codes))])]}
        chance = self.random.random()
        if chance < self.truth.blank:
            return {}
        if Missing.DONT_KNOW in question.apart and chance < self.truth.blank + self.truth.dont_know.get(
            self.person.group, 0.0
        ):
            return {question.id: [str(int(Missing.DONT_KNOW))]}
        latent = self.opinion + self.random.gauss(0, self.noise)
        latent += self.truth.shift(self.person.group, item.construct_id) + self.truth.ease(item.id)
        latent = -latent if item.reversed else latent
        place = sum(latent > cut for cut in self.truth.thresholds(len(codes)))
        return {question.id: [str(codes[place])]}

    def _choice(self, question: Question) -> Fields:
        code = self.random.choice(question.codes)
        if question.names_agency and self.unit_position is not None and self.random.random() < 0.95:
            code = self.unit_position
        return {question.id: [str(code)]}

    def _rating(self, question: Question) -> Fields:
        low, high = question.codes[0], question.codes[-1]
        view = self.opinion + self.random.gauss(0, self.noise) + self.truth.shifts.get(self.person.group, 0.0)
        # Ratings of different cases vary more than the people who give them.
        place = 0.55 + 0.14 * view + self.truth.ease(question.id)
        return {question.id: [str(min(high, max(low, round(low + place * (high - low)))))]}

    def _amount(self, question: Question) -> Fields:
        low = question.low or 0
        return {question.id: [str(self.random.randint(low, question.high or low + 100))]}

    def _several(self, question: Question) -> Fields:
        common = [option.code for option in question.options if not option.exclusive]
        alone = [option.code for option in question.options if option.exclusive]
        if alone and self.random.random() < 0.08:
            return {question.id: [str(alone[0])]}
        count = self.random.randint(1, min(question.most or 3, len(common)))
        return {question.id: [str(code) for code in self.random.sample(common, count)]}

    def _places(self, question: Question) -> Fields:
        chosen = self.random.sample(question.codes, min(question.places, len(question.codes)))
        return {f"{question.id}.{place}": [str(code)] for place, code in enumerate(chosen, 1)}

    def _words(self, question: Question) -> Fields:
        return {question.id: [self.random.choice(_REMARKS)]} if self.random.random() < 0.2 else {}

    def _points(self, question: Question) -> Fields:
        places = len(question.options)
        cuts = sorted(5 * self.random.randint(0, question.total // 5) for _ in range(places - 1))
        points = [upper - lower for lower, upper in zip([0, *cuts], [*cuts, question.total], strict=True)]
        return {f"{question.id}.{option.code}": [str(n)] for option, n in zip(question.options, points, strict=True)}
