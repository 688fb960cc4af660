"""surveyapp simulate"""

import csv
from collections import Counter
from pathlib import Path

import click

from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.one_per_unit import units_that_answered
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.terminal.progress import steps_of
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, say
from surveyapp.instance.faults import N_, Fault
from surveyapp.simulation.people import Person, people
from surveyapp.simulation.sending import PageRefusedError, codes_by_unit, fill_out_all, send_all
from surveyapp.simulation.truth import Truth, write_truth
from surveyapp.studies.loaded import LoadedStudy

Codes = dict[tuple[str, str], list[str]]

OPEN_LINK_SHARE = 0.3
"""Share of the outsiders who enter without a code; results show them separately (rule 16 of docs/method.md)."""


@click.command("simulate", cls=SurveyappCommand)
@click.argument("study", metavar="STUDY")
@click.option("--base", required=True, help=N_("The server's address, such as http://127.0.0.1:8000."))
@click.option(
    "--respondents",
    type=click.IntRange(1, 1_000_000),
    default=600,
    show_default=True,
    help=N_("Number of synthetic respondents."),
)
@click.option("--seed", type=int, default=1, show_default=True, help=N_("The same seed makes the same answers."))
@click.option(
    "--codes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("A file written by “codes make”; without it this command makes the codes."),
)
@click.option(
    "--truth",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("File for the true values from which the answers are generated."),
)
def command(study: str, base: str, respondents: int, seed: int, codes: Path | None, truth: Path | None) -> None:
    with installation() as app:
        loaded = loaded_study(study)
        sample = list(people(loaded.study, respondents, seed))
        check_rehearsal(loaded)
        if codes is None:
            sample = those_who_may_answer(loaded, sample)
        ready = read_codes(codes) if codes else codes_for(loaded, sample)
        path = truth or Path(app.instance_path) / f"{study}-truth.json"
    counts = simulate(loaded, sample, Truth.of(loaded.study, seed), base, ready, path)
    say(
        N_("{number} synthetic respondents answered ({groups}). The truth is in {file}."),
        number=counts.total(),
        groups=", ".join(f"{group}: {number}" for group, number in counts.items()),
        file=path,
    )


def check_rehearsal(loaded: LoadedStudy) -> None:
    """Synthetic answers must not be mixed with real ones."""
    if not loaded.state.entry.is_rehearsal:
        raise Fault(
            N_("Study {study} is not in rehearsal, and only a rehearsal takes synthetic answers."),
            study=loaded.study.id,
        )


def simulate(
    loaded: LoadedStudy, sample: list[Person], truth: Truth, base: str, codes: Codes, truth_file: Path
) -> Counter[str]:
    """Write the parameters, then send all forms. Returns the number of receipts by group."""
    write_truth(loaded.study, truth, truth_file)
    sheets = fill_out_all(loaded.study, sample, truth, codes)
    try:
        with steps_of(_("Synthetic respondents"), len(sample)) as one_more:
            return send_all(loaded.study, sheets, base, one_more)
    except PageRefusedError as refused:
        raise Fault(N_("The server at {base} did not take a form: {reason}"), base=base, reason=refused) from refused


def those_who_may_answer(loaded: LoadedStudy, sample: list[Person]) -> list[Person]:
    """Return the sample without people whose group has one person per unit and whose unit has already answered."""
    taken = {
        group.id: units_that_answered(loaded.study, group.id) if group.one_per_unit else frozenset[str]()
        for group in loaded.study.groups
    }
    return [person for person in sample if person.unit is None or person.unit.id not in taken[person.group]]


def codes_for(loaded: LoadedStudy, sample: list[Person]) -> Codes:
    """Make a code for each person who needs one, directly in the database."""
    rows: list[tuple[str, str, str]] = []
    for group in loaded.study.groups:
        units: list[str | None] = [
            person.unit.id if person.unit else None for person in sample if person.group == group.id
        ]
        if group.entry != "code":
            units = units[: round(len(units) * (1 - OPEN_LINK_SHARE))]
        if units:
            # Unused codes of an earlier simulation were deleted with it.
            made = make_codes(loaded.study, group.id, units, len(units), replace=True)
            rows += [(printed.group, printed.unit or "", printed.code) for printed in made]
    return codes_by_unit(rows)


def read_codes(path: Path) -> Codes:
    """Read the codes from a file written by ``codes make``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := {"group", "unit", "code"} - set(reader.fieldnames or ()):
            raise Fault(
                N_("{file} has no column {columns}. Please give a file that surveyapp codes make wrote."),
                file=path,
                columns=", ".join(sorted(missing)),
            )
        return codes_by_unit((row["group"], row["unit"], row["code"]) for row in reader)
