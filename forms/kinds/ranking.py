"""The top options in order: one rank per option, with all unranked options tied behind them (METHOD 14)."""

from collections.abc import Iterator, Sequence

from forms.kinds.author_checks import check_no_exclusive
from forms.kinds.declarations import DeclaredQuestion, Option, Problem, Question, Record, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_with_reason, sent_values, whole_number
from forms.translation import N_, in_each_language

TOP = 3
"""Number of places of a ranking, the same for every group (METHOD 14)."""

RANK, UNRANKED = N_("Place {place}"), N_("Not among the places")


class Ranking(QuestionKind):
    name = "ranking"
    seconds = 15
    measure = "rank"
    has_options = True
    has_codes = True
    has_column_per_option = True
    limits = frozenset({"most"})

    def fields(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.id}.{place}" for place in range(1, question.places + 1))

    def read(self, question: Question, fields: Fields) -> Reading:
        def read() -> Reading | None:
            ranks: dict[int, int] = {}
            empty_place = ""
            for place in range(1, question.places + 1):
                name = f"{question.id}.{place}"
                sent = sent_values(fields, name)
                if not sent:
                    empty_place = empty_place or name
                    continue
                code = whole_number(sent[0])
                if len(sent) > 1:
                    return fault(name, "one-answer")
                if code is None or code not in question.codes:
                    return fault(name, "unknown-option")
                if code in ranks:
                    return fault(name, "ranked-twice")
                if empty_place:
                    return fault(empty_place, "rank-gap")
                ranks[code] = place
            if not ranks:
                return None
            unranked = question.places + 1
            values = {f"{question.id}__{code}": ranks.get(code, unranked) for code in question.codes}
            return Reading(values, frozenset(ranks))

        return read_with_reason(question, fields, read)

    def check_option_list(self, record: Record[Problem], question: DeclaredQuestion, options: int) -> Iterator[Problem]:
        yield from check_no_exclusive(self, record, question)
        if (question.most or TOP) >= options:
            yield record.problem("most-too-large", "most", most=question.most or TOP, count=options)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        ranks = tuple((place, in_each_language(RANK, place=place)) for place in range(1, question.places + 1))
        return (*ranks, (question.places + 1, in_each_language(UNRANKED)))

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return False

    def unit(self, question: Question) -> str:
        return str(question.places)
