from secrets import token_hex

from flask import Flask

from analysis.results import Comparability
from analysis.sources.dataset import ALONE
from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.tables.studies import State
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.codebook import study_codebook
from tests.analysis.source_contract import hold_to_contract
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import open_the_box
from tests.surveyapp.tiny_study import tiny_study


def send(study: Study, group: str, unit: str | None = None, **answers: int) -> None:
    code = make_codes(study, group, [unit], 1)[0].code if unit else None
    cast(
        Ballot(
            study=study.id,
            group=group,
            version=study.questionnaires[group].version,
            variant="a",
            language="vi",
            nonce=token_hex(16),
            answers=answers,
            code=code,
            entry="code" if code else "open_link",
        )
    )


def fill(study: Study) -> None:
    send(study, "leader", "so_a", ov_one=3, matters__1=1, matters__2=0)
    send(study, "leader", "so_b", ov_one=Missing.REFUSED, matters__1=0, matters__2=0)
    send(study, "outsider", "so_a", ov_one=2, out_agency=2)
    send(study, "outsider", "so_a", ov_one=1, out_agency=2)
    send(study, "outsider", None, ov_one=1, out_agency=90)
    open_the_box(study.id)


def test_answers_come_out_as_they_went_in(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL, leaders_keep_unit=True)
    fill(study)
    data = StudyAnswers(study, "all").read()
    assert data.n == 5
    heads = data.group == 0
    assert sorted(data.columns["ov_one"][heads]) == [-9, 3]
    assert set(data.columns["out_agency"][heads]) == {Missing.NOT_IN_FORM}
    assert set(data.columns["matters__1"][~heads]) == {Missing.NOT_IN_FORM}


def test_outsiders_belong_to_the_agency_they_rate_and_the_rest_stand_alone(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL, leaders_keep_unit=True)
    fill(study)
    data = StudyAnswers(study, "all").read(["ov_one"])
    assert data.cluster is not None
    rated = data.cluster[data.group == 1].tolist()
    assert sorted("alone" if place == ALONE else data.cluster_names[place] for place in rated) == [
        "alone",
        "so_b",
        "so_b",
    ]
    assert len(set(data.cluster)) == 3


def test_headline_answers_leave_the_open_link_out_and_it_stands_beside(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    fill(study)
    assert [StudyAnswers(study, entry).read(["ov_one"]).n for entry in ("headline", "open_link", "all")] == [4, 1, 5]


def test_the_database_counts_like_the_analysis(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    fill(study)
    source = StudyAnswers(study, "all")
    counted = hold_to_contract(source)
    hold_to_contract(source, ["ov_one"])
    assert counted.clustered
    assert counted.items[0].data.alone.sum() > 0


def test_answers_of_a_rehearsal_carry_the_mark(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    assert StudyAnswers(study).read().mark == StudyAnswers(study).tally().mark == "SIMULATED"


def test_a_study_without_answers_is_an_empty_data_set(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    assert StudyAnswers(study).read().n == 0
    assert StudyAnswers(study).read().mark is None
    assert StudyAnswers(study).tally().items[0].data.counts.sum() == 0


def test_the_codebook_has_one_variable_per_column_in_the_order_of_the_forms() -> None:
    book = study_codebook(tiny_study())
    assert [variable.name for variable in book.variables] == ["out_agency", "ov_one", "matters__1", "matters__2"]
    assert [variable.position for variable in book.variables] == [0, 1, 2, 3]


def test_a_bank_item_brings_what_the_bank_says_of_it() -> None:
    item = study_codebook(tiny_study()).variable("ov_one")
    assert (item.kind, item.neutral_code, item.construct) == ("ordinal", 2, "ov")
    assert item.comparability_of("outsider", "leader") is Comparability.GAP
    assert item.label == {"vi": "Trách nhiệm", "en": "Responsibility"}
    assert item.scored == {"leader": True, "outsider": True}


def test_a_question_without_a_scale_has_no_order() -> None:
    book = study_codebook(tiny_study())
    assert (book.variable("out_agency").kind, book.variable("out_agency").averaged) == ("nominal", False)
    assert (book.variable("matters__1").kind, book.variable("matters__1").label["en"]) == (
        "binary",
        "What matters?: Matter 1",
    )
