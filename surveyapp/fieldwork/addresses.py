"""The addresses under which respondents find the forms of a study, for the people who hand them out."""

from dataclasses import dataclass

from flask import current_app, request

from forms.model.study import Group, Study


@dataclass(frozen=True, slots=True)
class FormToHandOut:
    """The form of a group. ``short``: the short address, if the study has a name for it."""

    group: Group
    address: str
    short: str | None
    questions: int


def list_address() -> str:
    """The short address of the list of all open studies."""
    return f"{_base()}/k"


def forms_to_hand_out(study: Study) -> list[FormToHandOut]:
    """The forms of the study, by group."""
    return [
        FormToHandOut(
            group,
            f"{_base()}/s/{study.id}/{group.id}",
            f"{list_address()}/{group.short_name}" if group.short_name else None,
            len(study.questionnaires[group.id].questions),
        )
        for group in study.groups
    ]


def _base() -> str:
    # Respondents' pages may be served by another process, under the address that respondents use.
    address: str = current_app.extensions["settings"].surveyapp_url or request.url_root
    return address.rstrip("/")
