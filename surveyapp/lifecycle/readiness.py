"""Whether a study may be opened to people: nothing in it may still be a placeholder."""

from datetime import UTC, datetime

from forms.model.placeholders import placeholders
from forms.model.study import Study
from surveyapp.instance.faults import N_, Fault
from surveyapp.web.languages import page_language


class PlaceholderFault(Fault):
    """A study in which something is to be filled in."""


def check_ready(study: Study) -> None:
    """PlaceholderFault with file, key and remedy of everything that is to be filled in before the field."""
    found = placeholders(study, datetime.now(UTC).date())
    if found:
        raise PlaceholderFault(
            N_(
                "Study {study} cannot be opened yet:\n{places}\nPlease change the files and load them: surveyapp study "
                "load {study}. A rehearsal may begin at once."
            ),
            study=study.id,
            places="\n".join(f"- {each.in_words(page_language())}" for each in found),
        )
