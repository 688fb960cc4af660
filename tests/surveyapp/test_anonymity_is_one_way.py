"""Once a code exists, the promise cannot be weakened and no name can be added: each attempt is a row."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from secrets import token_hex
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from forms.loading.problems import StudyFaults
from forms.loading.studies import find_study, load_study
from forms.model.study import Group, Study
from forms.model.versions import study_version
from surveyapp.ballot_box.casting import cast, context
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.sealing import unseal
from surveyapp.commands import main
from surveyapp.commands.server.routes import all_routes
from surveyapp.commands.terminal.translated_commands import choose
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State, StudyRow, StudyVersionRow
from surveyapp.instance.settings import SettingFault, load_settings
from surveyapp.lifecycle.changes import StudyChangeFault, load
from surveyapp.lifecycle.promise_guard import PromiseFault
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import PRIVATE_KEY, move_to
from tests.surveyapp.test_casting import ballot
from tests.surveyapp.tiny_study import tiny_study

CANARY = "CANARY"
Way = Callable[[Flask, Study], bool]
"""Make the attempt; return whether it was refused. True also if it is ignored: the tables are searched afterwards."""

WAYS: dict[str, Way] = {}


def way(name: str) -> Callable[[Way], Way]:
    def keep(tried: Way) -> Way:
        WAYS[name] = tried
        return tried

    return keep


# New versions of the study.


def versioned(study: Study, **changes: Any) -> Study:
    changed = study.model_copy(update=changes)
    return changed.model_copy(update={"version": study_version(changed)})


def with_group(study: Study, group_id: str, **changes: Any) -> Study:
    groups = tuple(g.model_copy(update=changes) if g.id == group_id else g for g in study.groups)
    return versioned(study, groups=groups)


def with_frame(study: Study, **changes: Any) -> Study:
    return versioned(study, frame=study.frame.model_copy(update=changes))


def refused_load(study: Study) -> bool:
    try:
        load(study)
    except (PromiseFault, StudyChangeFault):
        return True
    return False


def version_way(name: str, change: Callable[[Study], Study]) -> None:
    WAYS[name] = lambda app, study: refused_load(change(study))


version_way("keep the unit of an anonymous group", lambda s: with_group(s, "leader", keeps_unit=True))
version_way("keep less of a confidential group", lambda s: with_group(s, "outsider", keeps_unit=False))
version_way("open the door of a group with codes", lambda s: with_group(s, "leader", entry="open_or_code"))
version_way("ask a code of a group with an open door", lambda s: with_group(s, "outsider", entry="code"))
version_way("call a census a sample", lambda s: with_group(s, "leader", one_per_unit=False))
version_way("call a sample a census", lambda s: with_group(s, "outsider", one_per_unit=True))
version_way(
    "take a group away and bring it back otherwise",
    lambda s: versioned(
        s,
        groups=tuple(g for g in s.groups if g.id != "leader"),
        questionnaires={"outsider": s.questionnaires["outsider"]},
    ),
)
version_way(
    "make a block of strata so small that it is an agency",
    lambda s: with_frame(s, strata=tuple(x.model_copy(update={"block": f"own_{x.id}"}) for x in s.frame.strata)),
)
version_way("take a stratum away", lambda s: with_frame(s, strata=s.frame.strata[:1], units=s.frame.units[:2]))
version_way(
    "move an agency into a stratum of its own",
    lambda s: with_frame(
        s,
        strata=(*s.frame.strata, s.frame.strata[0].model_copy(update={"id": "alone"})),
        units=(s.frame.units[0].model_copy(update={"stratum": "alone"}), *s.frame.units[1:]),
    ),
)
version_way("take an agency away", lambda s: with_frame(s, units=s.frame.units[1:]))
for threshold in ("respondents", "agencies", "crossed", "comments", "microdata", "working"):
    version_way(
        f"lower the threshold of {threshold}",
        lambda s, name=threshold: versioned(  # type: ignore[misc]
            s, thresholds=s.thresholds.model_copy(update={name: getattr(s.thresholds, name) - 1})
        ),
    )
version_way("keep the answers for longer", lambda s: versioned(s, delete_after=date(2031, 1, 1)))
version_way("keep the answers for ever", lambda s: versioned(s, delete_after=None))


@way("change a wording first and the promise after it")
def in_two_steps(app: Flask, study: Study) -> bool:
    harmless = versioned(study, fieldwork={"vi": "2020", "en": "2020"})
    load(harmless)
    return refused_load(with_group(harmless, "leader", keeps_unit=True))


@way("go back to a version from before the codes")
def back_again(app: Flask, study: Study) -> bool:
    return refused_load(with_group(study, "leader", keeps_unit=True, minutes=2))


@way("change it once the study is closed")
def once_closed(app: Flask, study: Study) -> bool:
    move_to(study.id, State.CLOSED)
    refused = refused_load(with_group(study, "leader", keeps_unit=True))
    with writing() as session:  # opened again to examine its ballots, which only a test can do
        session.get_one(StudyRow, study.id).state = State.OPEN.value
    return refused


# The files of a study.


def file_way(name: str, file: str, old: str, new: str) -> None:
    def tried(app: Flask, study: Study) -> bool:
        folder = app.extensions["settings"].instance / "changed"
        shutil.copytree(find_study("khanh_hoa_2019"), folder)
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        try:
            load_study(folder)
        except StudyFaults:
            return True
        return False

    WAYS[name] = tried


file_way("say in the study that it is not anonymous", "study.yaml", "round: pilot", "anonymous: false\nround: pilot")
file_way("have a group asked for names", "study.yaml", "    minutes: 15", "    ask_name: true\n    minutes: 15")
file_way("have the address of the device kept", "study.yaml", "    minutes: 15", "    keep_ip: true\n    minutes: 15")
file_way("lower a threshold below its floor", "study.yaml", "respondents: 10", "respondents: 1")
file_way("write a name beside an agency", "frame_2019.yaml", "  - id: ", f"  - head_name: {CANARY}\n    id: ")


# Commands and settings.


def command_way(name: str, words: str) -> None:
    def tried(app: Flask, study: Study) -> bool:
        names = app.extensions["settings"].instance / "names.csv"
        names.write_text(f"code,name\n,{CANARY}\n", encoding="utf-8")
        filled = [word.format(study=study.id, names=names, out=names.with_suffix(".out")) for word in words.split()]
        return CliRunner().invoke(main, ["--language", "en", *filled]).exit_code != 0

    WAYS[name] = tried


command_way("make codes for names", "codes make {study} --group leader -n 1 --names {names} --out {out}")
command_way("make a code for a name", "codes make {study} --group leader -n 1 --unit CANARY --out {out}")
command_way("import a list of people", "codes import {study} {names}")
command_way("print the codes again", "codes show {study}")
command_way("switch it off", "study anonymity {study} off")
command_way("load with force", "study load {study} --force")
command_way("open the box with the codes beside it", "box open {study} --with-codes")
command_way("export the codes", "export {study} --format csv --with-codes --out {out}")
command_way("export the names of the agencies", "export {study} --format csv --with-names --out {out}")


@way("switch it off by a setting")
def by_setting(app: Flask, study: Study) -> bool:
    folder = app.extensions["settings"].instance
    (folder / "settings.cfg").write_text("ANONYMOUS = no\n", encoding="utf-8")
    try:
        load_settings({"SURVEYAPP_INSTANCE": folder})
    except SettingFault:
        return True
    finally:
        (folder / "settings.cfg").unlink()
    return False


# Pages.


def post(app: Flask, study: Study, headers: dict[str, str] | None = None, **fields: str) -> bool:
    """Send a form; it may be accepted, but only the answers may be stored."""
    group = fields.pop("group", "leader")
    code = make_codes(study, group, ["so_a"], 1, replace=True)[0].code
    form = study.questionnaires[group]
    sent = {"version": form.version, "variant": "a", "language": "vi", "nonce": token_hex(16), "code": code}
    reply = app.test_client().post(f"/s/{study.id}/{group}?{CANARY}=1", data=sent | fields, headers=headers or {})
    return reply.status_code == 200


WAYS["send a name with the answers"] = lambda app, study: post(
    app, study, name=CANARY, email=f"{CANARY}@example.vn", respondent=CANARY, unit=CANARY
)
WAYS["send a wish to be known"] = lambda app, study: post(app, study, keeps_unit="1", anonymous="0", entry=CANARY)
WAYS["carry a name in the headers"] = lambda app, study: post(
    app, study, headers={"User-Agent": CANARY, "X-Forwarded-For": CANARY, "Cookie": f"n={CANARY}", "From": CANARY}
)
WAYS["name a channel, a round and a mode"] = lambda app, study: post(
    app, study, channel=CANARY, round=CANARY, mode=CANARY, session=CANARY
)
WAYS["find a page that names people"] = lambda app, study: (
    not any(
        word in route.rule
        for route in all_routes(app)
        for word in ("anonym", "person", "respondent", "people", "import")
    )
)


# The tables.


@way("write a name beside a code")
def into_the_table(app: Flask, study: Study) -> bool:
    try:
        with writing() as session:
            session.execute(text("UPDATE access_codes SET name = :name"), {"name": CANARY})
    except DBAPIError:
        return True
    return False


@pytest.fixture
def promised(sqlite_app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Flask, Study]]:
    """An open study that was first loaded with another promise, before codes were made."""
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(sqlite_app.extensions["settings"].instance))
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", "cụm mật khẩu của hòm phiếu")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    study = versioned(tiny_study(), delete_after=date(2030, 1, 1))
    load(with_group(study, "leader", keeps_unit=True, minutes=2))
    load(study)
    make_codes(study, "leader", ["so_a"], 1)
    move_to(study.id, State.OPEN)
    yield sqlite_app, study
    choose(None)


def kept_of_a_leader(study: Study) -> dict[str, Any]:
    """Return the sealed content of a head's ballot."""
    cast(ballot(study, code=make_codes(study, "leader", ["so_b"], 1)[0].code))
    return sheets(study)[-1]


def sheets(study: Study) -> list[dict[str, Any]]:
    with reading() as session:
        return [
            json.loads(unseal(PRIVATE_KEY, row.sealed, context(study.id, row.group, row.id)))
            for row in session.scalars(select(BallotRow))
        ]


def everything() -> str:
    with reading() as session:
        return "\n".join(
            repr(row)
            for table in metadata.sorted_tables
            if table.name != "audit"
            for row in session.execute(select(table)).all()
        )


def promise(group: Group) -> tuple[object, ...]:
    return group.id, group.keeps_unit, group.entry, group.one_per_unit


def test_there_are_at_least_thirty_ways() -> None:
    assert len(WAYS) >= 30


@pytest.mark.parametrize("name", WAYS)
def test_no_way_leads_back(promised: tuple[Flask, Study], name: str) -> None:
    app, study = promised
    assert WAYS[name](app, study)
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert [promise(group) for group in loaded.study.groups] == [promise(group) for group in study.groups]
    assert (loaded.study.thresholds, loaded.study.delete_after) == (study.thresholds, study.delete_after)
    kept_of_a_leader(study)
    assert {(sheet["unit"], sheet["block"]) for sheet in sheets(study)} == {(None, "tinh")}
    assert CANARY not in everything()
    assert CANARY not in json.dumps(sheets(study))


def test_while_nobody_can_have_read_the_promise_it_may_change(app: Flask) -> None:
    study = tiny_study()
    load(study)
    changed = with_group(study, "leader", keeps_unit=True)
    load(changed)
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert loaded.study == changed
    with reading() as session:
        assert session.scalars(select(StudyVersionRow.version)).all() == [changed.version]


def test_a_form_that_stays_the_same_is_taken_under_the_present_promise(app: Flask) -> None:
    """The version of the form does not determine the promise: two versions of the study contain the same form."""
    study = tiny_study()
    load(with_group(study, "leader", keeps_unit=True))
    load(study)
    move_to(study.id, State.OPEN)
    assert kept_of_a_leader(study)["unit"] is None


def test_a_refused_version_is_told_every_reason_at_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    changed = with_group(with_group(study, "leader", keeps_unit=True), "outsider", entry="code")
    with pytest.raises(PromiseFault) as caught:
        load(changed)
    assert "keeps_unit" in str(caught.value)
    assert "entry" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 4


def test_what_is_stricter_for_everybody_may_be_loaded(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    make_codes(study, "leader", ["so_a"], 1)
    load(
        versioned(
            study,
            thresholds=study.thresholds.model_copy(update={"respondents": 12}),
            delete_after=date(2030, 1, 1),
        )
    )
