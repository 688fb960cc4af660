"""Checks across the files of a study: references, and the rules of method that a study file can break.

Each check looks only at what could be read. It reports nothing as missing from a file that could not be read
completely, so that each fault of an author produces one message.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from forms.loading.checks.analysis_plan import check_analysis
from forms.loading.checks.bank import check_bank
from forms.loading.checks.declared_questions import check_declared_questions
from forms.loading.checks.entries_of_forms import check_forms
from forms.loading.checks.groups_and_frame import check_groups_and_frame
from forms.loading.checks.identities import check_identities
from forms.loading.checks.languages import check_languages
from forms.loading.checks.option_lists import check_scales
from forms.loading.checks.rated_agency import check_rated_agency
from forms.loading.checks.rules_and_variants import check_rules_and_variants
from forms.loading.parts import StudyParts
from forms.loading.problems import Problem
from forms.loading.references import References, references

SAME_REFERENCE_AT_MOST = 5
CHECKS: tuple[Callable[[References], Iterator[Problem]], ...] = (
    check_identities,
    check_languages,
    check_groups_and_frame,
    check_scales,
    check_bank,
    check_declared_questions,
    check_forms,
    check_rated_agency,
    check_rules_and_variants,
    check_analysis,
)


def check_parts(parts: StudyParts) -> Iterator[Problem]:
    """Every fault of reference and of method in the parts that could be read."""
    found = references(parts)
    return _first_of_many([problem for check in CHECKS for problem in check(found)])


def _first_of_many(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Combine the faults caused by one renamed scale or group into one message; many references may point to it."""
    places = Counter((problem.code, problem.values.get("id")) for problem in problems)
    told: set[tuple[str, str | None]] = set()
    for problem in sorted(problems, key=lambda problem: (problem.file, problem.line)):
        key = (problem.code, problem.values.get("id"))
        if not problem.code.startswith("unknown-") or places[key] <= SAME_REFERENCE_AT_MOST:
            yield problem
        elif key not in told:
            told.add(key)
            yield replace(problem, more=places[key] - 1)
