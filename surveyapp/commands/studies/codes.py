"""surveyapp codes make"""

import csv
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.ballot_box.codes.access_codes import PrintedCode, make_codes
from surveyapp.ballot_box.codes.late_codes import check_late_codes
from surveyapp.ballot_box.codes.one_per_unit import units_with_codes
from surveyapp.commands.installation import group_of, installation, loaded_study
from surveyapp.commands.terminal.asking import YES, confirm
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, SurveyappGroup, _, language, say
from surveyapp.exports.spreadsheet_texts import without_formula
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.private_files import create_private_text
from surveyapp.instance.settings import Settings
from surveyapp.studies.loaded import LoadedStudy

ON_SIGN = len("XXXX-XXXX-XXXX")
"""The number of characters of a code in the QR code."""

COLUMNS = ("code", "group", "unit", "unit_name", "address", "address_with_code")


@click.group("codes", cls=SurveyappGroup)
def command() -> None: ...


@command.command(
    cls=SurveyappCommand,
    help=N_("Make codes for a group, spread evenly over its units, and write them in random order to a CSV file."),
)
@click.argument("study", metavar="STUDY")
@click.option("--group", required=True, help=N_("The respondent group."))
@click.option("--unit", help=N_("Only for this unit of the frame."))
@click.option("-n", "number", type=click.IntRange(1, 100_000), required=True, help=N_("Number of codes in total."))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=N_("The file; it must not exist yet.")
)
@click.option(
    "--replace",
    is_flag=True,
    help=N_("With --unit, for a group with one person per unit whose card was lost: its unused code is destroyed."),
)
@click.option("--base", help=N_("Public address of the forms, if SURVEYAPP_URL is not set."))
@YES
def make(
    study: str, group: str, unit: str | None, number: int, out: Path, replace: bool, base: str | None, yes: bool
) -> None:
    with installation() as app:
        settings: Settings = app.extensions["settings"]
        reached_by = _absolute(base or settings.surveyapp_url)
        loaded = loaded_study(study)
        group_of(loaded.study, group)
        units = _units(loaded, group, unit, replace)
        if not loaded.state.entry.makes_codes:
            raise Fault(N_("Study {study} is closed; no code could be used."), study=study)
        check_late_codes(loaded.study, group, units, number)
        if replace:
            question = _("Destroy the unused code of unit {unit} and make another one?").format(unit=unit)
            confirm(question, (_("The card with the old code opens nothing any more."),), yes=yes)
        # The file is opened first: codes that are made but cannot be written would be lost.
        try:
            # With a byte order mark, by which Excel recognises UTF-8.
            file = create_private_text(out, encoding="utf-8-sig", newline="")
        except FileExistsError:
            raise Fault(N_("The file {file} exists. Please choose another name."), file=out) from None
        except OSError as error:
            raise Fault(N_("The file {file} cannot be written: {reason}."), file=out, reason=error.strerror) from None
        facts: dict[str, Any] = {"replaced": 1} if replace else {}
        try:
            with audited(Act.CODES_MADE, study, group=group, unit=unit or "all", number=number, **facts):
                made = make_codes(loaded.study, group, units, number, replace=replace)
        except Fault:
            file.close()
            out.unlink()
            raise
        with file:
            write_codes(file, loaded, made, reached_by)
    say(N_("{number} codes are in {file}. The server cannot show them again."), number=number, file=out)


def write_codes(file: object, loaded: LoadedStudy, made: list[PrintedCode], reached_by: str) -> None:
    """Write the list as CSV: code, group, unit, name of the unit, address to type and address for a QR code.

    The QR address holds the first twelve characters of the code after "#". Browsers do not send that part to a server
    but store it in their history, so the last four characters are typed from the card. A QR code is for a person's own
    phone; on shared devices the whole code is typed.
    """
    names = {unit.id: unit.name for unit in loaded.study.frame.units}
    writer = csv.writer(file)  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    for printed in made:
        name = names.get(printed.unit or "", {})
        address = f"{reached_by}/s/{loaded.study.id}/{printed.group}"
        unit_name = name.get(language(), "")
        scanned = f"{address}#{printed.code[:ON_SIGN]}"
        cells = (printed.code, printed.group, printed.unit or "", unit_name, address, scanned)
        writer.writerow([without_formula(cell) for cell in cells])


def _absolute(address: str) -> str:
    """Return the address without a trailing slash. A fault if cards and QR codes made from it would not work."""
    found = urlsplit(address)
    if found.scheme not in ("http", "https") or not found.netloc:
        raise Fault(
            N_(
                "Codes need the public address of the forms, because cards and QR codes contain it. No codes "
                "were made. Please set SURVEYAPP_URL, for example https://survey.example.vn, or give the address "
                "with --base."
            )
        )
    return address.rstrip("/")


def _units(loaded: LoadedStudy, group: str, wanted: str | None, replace: bool) -> list[str | None]:
    """Return the units to make codes for. In a group with one person per unit: those without a code."""
    one_per_unit = loaded.study.group(group).one_per_unit
    units: list[str | None] = [unit.id for unit in loaded.study.frame.units]
    if replace and not (one_per_unit and wanted):
        raise Fault(N_("--replace is for one unit (--unit) of a group with one person per unit."))
    if wanted is None:
        taken = units_with_codes(loaded.study, group) if one_per_unit else frozenset()
        # If all have a code, making codes is refused with the name of the first.
        return [unit for unit in units if unit not in taken] or units or [None]
    if wanted not in units:
        raise Fault(N_("The frame of study {study} has no unit {unit}."), study=loaded.study.id, unit=wanted)
    return [wanted]
