"""What may be shown of an uploaded file (rule 11 of docs/method.md)."""

from analysis.disclosure.small_cells import Thresholds
from forms.model.thresholds import FLOORS
from surveyapp.data_files.keeping.kept_files import KeptFile


def smallest_base(file: KeptFile) -> int | None:
    """People behind any figure; ``None`` if the person declared that the file holds no survey of persons."""
    return FLOORS.respondents if file.persons else None


def thresholds_of(file: KeptFile) -> Thresholds | None:
    """The same as thresholds of the analysis."""
    people = smallest_base(file)
    return None if people is None else Thresholds.for_file(people)
