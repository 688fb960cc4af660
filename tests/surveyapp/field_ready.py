"""A study of the repository with all placeholders filled in."""

from datetime import date

from forms.model.study import Study
from forms.model.versions import study_version


def field_ready(study: Study) -> Study:
    """Return the study with a contact, named agencies and a date of deletion."""
    units = tuple(
        unit.model_copy(update={"example": False, "name": dict.fromkeys(unit.name, f"Cơ quan {unit.id}")})
        for unit in study.frame.units
    )
    filled_in = study.model_copy(
        update={
            "contact": dict.fromkeys(study.contact, "Nguyễn Văn A, 024 0000 0000"),
            "delete_after": date(2099, 12, 31),
            "frame": study.frame.model_copy(update={"units": units}),
        }
    )
    return filled_in.model_copy(update={"version": study_version(filled_in)})
