"""A form with an open link and ``{unit}`` in its sections needs a question that names the agency."""

from collections.abc import Iterator

from forms.loading.parts import FormPart
from forms.loading.problems import Problem
from forms.loading.references import References
from forms.model.frozen import Text

UNIT = "{unit}"
"""What pages replace by the name of the agency."""


def check_rated_agency(found: References) -> Iterator[Problem]:
    """A problem at the first ``{unit}`` of each group with an open link whose form has no question that names the
    agency."""
    for record in found.parts.groups:
        group, form = record.value, found.parts.forms.get(record.id)
        if group is None or form is None or group.entry == "code" or not found.is_whole(record.id):
            continue
        asked = found.forms[record.id]
        # A question that could not be read may have the role.
        if any(entry.question is None or entry.question.names_agency for entry in asked):
            continue
        yield from _first_mention(form, record.id)


def _first_mention(form: FormPart, group: str) -> Iterator[Problem]:
    for section in form.sections:
        head = section.head.value
        if head is None:
            continue
        texts: dict[str, Text | None] = {"about": head.about, "title": head.title}
        for key, text in texts.items():
            if text and any(UNIT in wording for wording in text.values()):
                yield section.head.problem("agency-unnamed", key, id=section.head.id, group=group)
                return
