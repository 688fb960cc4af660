"""Checks across the files of a study: references, and the rules of method that a study file can break.

Every check looks only at what could be read, and says nothing about what is missing where a file could not be read
whole, so that each fault of an author gives one message.
"""

from collections.abc import Callable, Iterator

from forms.problems import Problem
from forms.study_checks.analysis_plan import check_analysis
from forms.study_checks.bank import check_bank
from forms.study_checks.declared_questions import check_declared_questions
from forms.study_checks.entries_of_forms import check_forms
from forms.study_checks.groups_and_frame import check_groups_and_frame
from forms.study_checks.identities import check_identities
from forms.study_checks.languages import check_languages
from forms.study_checks.option_lists import check_scales
from forms.study_checks.rules_and_variants import check_rules_and_variants
from forms.study_parts import StudyParts
from forms.study_references import References, references

CHECKS: tuple[Callable[[References], Iterator[Problem]], ...] = (
    check_identities,
    check_languages,
    check_groups_and_frame,
    check_scales,
    check_bank,
    check_declared_questions,
    check_forms,
    check_rules_and_variants,
    check_analysis,
)


def check_parts(parts: StudyParts) -> Iterator[Problem]:
    """Every fault of reference and of method in what was read of a study."""
    found = references(parts)
    for check in CHECKS:
        yield from check(found)
