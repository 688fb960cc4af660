"""How the Khánh Hòa forms say what they ask: rules of wording that a test can state."""

import re
from collections.abc import Iterator

import pytest

from forms.loading.parts import DeclaredQuestion
from forms.missing_values import Missing
from forms.model.item_bank import BankItem
from forms.model.questionnaire import Questionnaire
from forms.model.reading_time import estimated_minutes
from forms.model.study import Study

GROUPS = ("leader", "civil_servant", "outsider")

JOINED_BY_AND = {"lc_complete": "one list of fields, of which all are to be covered; in no form"}
"""Items with " và " (and) in them, and why they make one statement all the same."""

JOINED_BY_OR = {"tl_blame_shifting": "one occasion (late or wrong) and one act, whoever bears it"}
"""Items with " hoặc " (or) in them, and why they make one statement all the same."""

SPEAKS_OF_AN_EVENT = {
    "pm_handle_weak": "harassment",
    "mo_owns_errors": "an error",
    "an_dialogue": "dealings with people",
    "an_feedback_on_time": "feedback or a petition",
    "ev_reflects_results": "a rating",
    "fm_fees_right": "a fee",
    "fm_answers_audit": "an inspection or audit",
    "vh_equal": "a violation",
    "vh_fixes": "a finding",
}
"""Items that presuppose an event, and the event."""

OPPOSITE_POLES = {"agree5", "satis5", "overall10"}
"""Scales from one judgement to its opposite: the poles are the same words, denied and affirmed to the same degree."""

DEGREES = {"vi": {"hoàn", "toàn", "rất", "đầy", "đủ"}, "en": {"strongly", "very", "at", "all", "in", "full"}}
DENIALS = {"vi": {"không"}, "en": {"not"}}

STEPS_FROM_NOTHING = {"freq5", "times5", "extent5", "import5", "aware4", "comply4", "points100"}
"""Scales that begin at nothing: only the upper end has a degree."""

OFFICIAL_WORDS = {"perform5", "rating4_2008", "rating4_2020", "par_grade", "adequacy3", "yesno_dk"}
"""Scales whose words are those of a school, a law or a table, or name kinds of answers."""

NO_EVENT_BEHIND_KHI = {
    "tl_direct_command": "even where there is a deputy",
    "mo_beyond_rules": "even where no rule obliges",
    "ac_conflict_known": "knowing whom to tell needs no conflict",
}
"""Statements about one head or agency whose "khi" (when) presupposes no event."""

FOR_HEADS_AN_ACT = {
    "tl_reform_commitment": "tl_reform_meetings",
    "ac_sets_example": "ac_integrity_raised",
    "mo_beyond_rules": "mo_meets_people",
}
"""Praise of the head, of outsiders only, and the act that heads and civil servants are asked about instead."""

RETIRED = {"aw_decree157", "aware3"}
"""Ids of an earlier version, which may never come to mean something else."""

HEAD_OR_AGENCY = {"self", "own_head", "this_head", "own_agency", "this_agency"}


def statements(study: Study) -> Iterator[tuple[BankItem, str, str]]:
    """Every statement with its group and its Vietnamese wording."""
    for item in study.items:
        for group, wording in item.wording.items():
            yield item, group, wording["vi"]


def texts_of(form: Questionnaire) -> Iterator[dict[str, str]]:
    yield from (form.title, form.addressed_to, form.thanks, *form.introduction)
    for section in form.sections:
        yield from (section.title, *([section.about] if section.about else []))
    for question in form.questions:
        yield from (question.wording, *([question.hint] if question.hint else []))
        yield from (option.label for option in question.options)


# ---- one statement, and one that fits -----------------------------------------------------------------------------


def test_no_item_joins_two_statements_by_and_but_for_those_with_a_reason(study: Study) -> None:
    assert {item.id for item, _group, text in statements(study) if " và " in text} == set(JOINED_BY_AND)


def test_no_item_joins_two_statements_by_or_but_for_those_with_a_reason(study: Study) -> None:
    assert {item.id for item, _group, text in statements(study) if " hoặc " in text} == set(JOINED_BY_OR)


def test_an_item_that_presupposes_an_event_may_not_apply(study: Study) -> None:
    for item, group, text in statements(study):
        when = re.search(r"\bkhi\b", text.lower()) and item.id not in NO_EVENT_BEHIND_KHI
        if item.id in SPEAKS_OF_AN_EVENT or (when and item.referent[group] in HEAD_OR_AGENCY):
            assert item.may_not_apply, (item.id, group)


def test_where_an_item_may_not_apply_the_form_offers_it(study: Study, form: Questionnaire) -> None:
    for question in form.questions:
        item = study.item(question.id)
        if item is not None:
            assert (Missing.NOT_APPLICABLE in question.apart) is item.may_not_apply, question.id


def test_whoever_knows_of_no_violation_says_no_and_nothing_else(study: Study) -> None:
    assert study.questionnaires["outsider"].question("out_seen_case").apart == (Missing.REFUSED,)


# ---- scales -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", sorted(OPPOSITE_POLES))
def test_the_poles_of_a_scale_are_the_same_words_denied_and_affirmed_to_a_degree(
    study: Study, scale: str, language: str
) -> None:
    options = study.scales[scale].options
    low, high = (set(re.sub("dis(?=agree|sat)", "not ", options[at].label[language].lower()).split()) for at in (0, -1))
    assert low & DENIALS[language]
    assert not high & DENIALS[language]
    assert low & DEGREES[language]
    assert high & DEGREES[language]
    rest = [words - DEGREES[language] - DENIALS[language] for words in (low, high)]
    assert rest[0] == rest[1]


def test_every_scale_has_opposite_poles_begins_at_nothing_or_uses_official_words(study: Study) -> None:
    kinds = [OPPOSITE_POLES, STEPS_FROM_NOTHING, OFFICIAL_WORDS]
    assert sorted(study.scales) == sorted(scale for kind in kinds for scale in kind)


def test_measures_against_a_head_are_listed_from_the_lightest_to_the_heaviest(study: Study) -> None:
    question = study.questionnaires["leader"].question("vh_head_outcome")
    assert question.codes == (0, 1, 2, 3, 4, 5, 11, 6, 12, 13, 7, 14, 8, 10)


def test_between_hearing_of_the_rules_and_knowing_them_well_lies_knowing_a_part(study: Study) -> None:
    assert [option.label["vi"] for option in study.scales["aware4"].options] == [
        "Chưa biết",
        "Có nghe nói, chưa nắm nội dung",
        "Biết một phần nội dung",
        "Biết rõ nội dung",
    ]


# ---- heads do not praise themselves -------------------------------------------------------------------------------


@pytest.mark.parametrize(("praise", "act"), FOR_HEADS_AN_ACT.items())
def test_heads_are_asked_how_often_they_did_something_and_not_whether_they_are_good(
    study: Study, praise: str, act: str
) -> None:
    praised, done = study.item(praise), study.item(act)
    assert praised is not None
    assert done is not None
    assert list(praised.wording) == ["outsider"]
    assert list(done.wording) == ["leader", "civil_servant"]
    assert (done.scale, done.rule_for("leader", "civil_servant"), done.scored) == ("times5", "gap", ())
    assert all(text["vi"].startswith("Trong 12 tháng qua, ") for text in done.wording.values())


@pytest.mark.parametrize("group", ["leader", "civil_servant"])
def test_acts_are_told_together_so_that_their_scale_is_read_once(study: Study, group: str) -> None:
    form = study.questionnaires[group]
    acts = {section.id for section, question in form.entries() if question.scale == "times5"}
    assert acts == {"acts"}


# ---- words --------------------------------------------------------------------------------------------------------


def test_the_agencies_are_state_administrative_agencies_everywhere(form: Questionnaire) -> None:
    for text in texts_of(form):
        assert "cơ quan nhà nước" not in text["vi"].lower(), text["vi"]
        assert "state agenc" not in text["en"].lower(), text["en"]


def test_those_who_work_in_an_agency_are_cadres_and_civil_servants(study: Study) -> None:
    for item, _group, text in statements(study):
        assert not re.search("(?<!cán bộ, )công chức", text.lower()), item.id


def test_a_statement_of_staff_never_says_minh_of_the_head(study: Study) -> None:
    for item, group, text in statements(study):
        assert not re.search("(?<!cơ quan )mình", text), (item.id, group)


def test_points_are_given_for_carrying_out_responsibility(form: Questionnaire) -> None:
    for name in ("ov_responsibility", "vg_1", "vg_2", "vg_3"):
        assert "cho mấy điểm về việc thực hiện trách nhiệm" in form.question(name).wording["vi"], name
    assert not any("mức trách nhiệm" in text["vi"].lower() for text in texts_of(form))


def test_short_cases_bear_no_letter_and_no_number_that_a_variant_would_turn_round(form: Questionnaire) -> None:
    for name in ("vg_1", "vg_2", "vg_3"):
        assert not re.search(r"đứng đầu [A-C]\b|[Tt]rường hợp \w*\d", form.question(name).wording["vi"]), name


def test_something_else_is_written_in_and_says_so(declared: dict[str, DeclaredQuestion]) -> None:
    for question in declared.values():
        for option in question.options:
            assert option.write_in is ("(ghi rõ)" in option.label["vi"]), (question.id, option.code)
            assert option.write_in is ("(please say wh" in option.label["en"]), (question.id, option.code)


@pytest.mark.parametrize(("question", "code"), [("ca_obstacles", 8), ("ca_law_gaps", 7), ("out_agency", 900)])
def test_another_obstacle_shortcoming_or_agency_can_be_named(
    declared: dict[str, DeclaredQuestion], question: str, code: int
) -> None:
    assert [option.code for option in declared[question].options if option.write_in] == [code]


def test_ways_out_of_an_office_are_one_answer_each_and_the_old_common_code_is_retired(study: Study) -> None:
    options = study.questionnaires["leader"].question("vh_head_outcome").options
    labels = {option.code: option.label["vi"] for option in options}
    assert {code: labels[code] for code in (11, 12, 13, 14)} == {
        11: "Điều chuyển",
        12: "Từ chức",
        13: "Miễn nhiệm",
        14: "Bãi nhiệm",
    }
    assert 9 not in labels
    english = [option.label["en"] for option in options]
    assert len(english) == len(set(english))


def test_elected_cadres_and_others_find_their_position(study: Study) -> None:
    position = study.questionnaires["civil_servant"].question("cs_position")
    assert {5, 6} <= set(position.codes)


def test_retired_ids_come_back_in_no_form(study: Study, declared: dict[str, DeclaredQuestion]) -> None:
    assert RETIRED.isdisjoint(study.scales)
    assert RETIRED.isdisjoint(item.id for item in study.items)
    assert RETIRED.isdisjoint(declared)


# ---- the first and the last page ----------------------------------------------------------------------------------


def test_the_study_says_what_happens_with_the_results(study: Study) -> None:
    assert study.results is not None
    assert set(study.results) == {"vi", "en"}


def test_consent_has_one_speaker_and_the_first_page_states_the_rights(form: Questionnaire) -> None:
    assert "Tôi" not in form.question("consent").wording["vi"]
    page = " ".join(text["vi"] for text in form.introduction)
    assert "tham gia là tự nguyện. Ông/Bà có thể bỏ qua bất kỳ câu nào hoặc dừng lại bất cứ lúc nào" in page


def test_the_first_page_says_in_one_sentence_who_conducts_the_survey_and_asks_to_take_part(form: Questionnaire) -> None:
    first = form.introduction[0]["vi"]
    assert first.startswith("Viện Khoa học tổ chức nhà nước (Bộ Nội vụ) tổ chức khảo sát về ")
    assert first.endswith("Kính mong Ông/Bà tham gia trả lời.")


@pytest.mark.parametrize("group", GROUPS)
def test_no_form_takes_longer_than_it_promises(study: Study, group: str) -> None:
    assert estimated_minutes(study.questionnaires[group]) <= study.group(group).minutes
