"""Whether a study is complete enough to be opened to people: it contains no placeholders."""

from datetime import UTC, datetime

from forms.model.placeholders import placeholders
from forms.model.study import Study
from surveyapp.instance.faults import N_, Fault
from surveyapp.web.languages import page_language


class PlaceholderFault(Fault):
    """The study contains placeholders."""


def check_ready(study: Study) -> None:
    """``PlaceholderFault`` with file, key and remedy of every placeholder."""
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
