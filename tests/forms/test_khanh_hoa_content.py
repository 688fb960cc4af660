"""The content of the Khánh Hòa forms, and the rules of method they follow."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from forms.loading.parts import DeclaredQuestion
from forms.missing_values import Missing
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question
from forms.model.reading_time import estimated_minutes
from forms.model.study import Study

LEADER, CIVIL_SERVANT, OUTSIDER = GROUPS = ("leader", "civil_servant", "outsider")

ITEMS_OF_HEADS_AND_CIVIL_SERVANTS = (
    "lc_duties_clear lc_consistent lc_individual_collective lc_sanction_levels "
    "pd_authority_enough pd_personnel_power pd_resource_power "
    "tl_direct_command tl_on_time tl_clear_assignment tl_reform_meetings tl_blame_shifting "
    "pm_fit_assignment pm_fair_rating pm_handle_weak pm_staff_attitude "
    "fm_open_budget fm_proper_spending fm_fees_right "
    "ac_prevention ac_safe_report ac_conflict_known ac_integrity_raised ac_informal_payment "
    "an_explains an_dialogue an_feedback_on_time an_apology "
    "vh_equal vh_head_held vh_fixes vh_mitigation_fair "
    "ev_criteria_open ev_measurable ev_reflects_results ev_citizen_voice "
    "sr_timely_direction sr_respects_authority sr_upward_shifting "
    "ip_encouraged ip_protected ip_fear_mistakes ip_new_ways "
    "mo_owns_errors mo_resign_norm mo_meets_people "
)
ITEMS_OF_OUTSIDERS = (
    "lc_duties_clear lc_sanction_levels tl_on_time tl_blame_shifting pm_handle_weak pm_staff_attitude fm_fees_right "
    "ac_informal_payment an_explains an_dialogue an_feedback_on_time an_apology vh_equal vh_head_held "
    "ev_criteria_open ev_reflects_results ev_citizen_voice ip_new_ways mo_owns_errors mo_resign_norm "
)
OTHER_QUESTIONS = {
    LEADER: """consent ov_responsibility aw_heads_rules ca_obstacles vh_any_case vh_head_considered vh_head_outcome
        vh_mitigated vh_adequate rk_eval_grounds fr_forms ca_law_gaps rk_solutions op_law vg_2 vg_1 vg_3 lead_tenure
        demo_age_band qc_alone""",
    CIVIL_SERVANT: """consent ov_responsibility aw_heads_rules qc_reading ca_obstacles vh_any_case vh_head_considered
        vh_head_outcome vh_mitigated vh_adequate rk_eval_grounds fr_forms rk_solutions op_law vg_2 vg_1 vg_3 cs_position
        cs_contact demo_age_band demo_sex qc_alone""",
    OUTSIDER: """consent out_agency out_contacts ov_responsibility ov_satisfaction qc_reading out_seen_case
        out_case_adequate aw_heads_rules rk_solutions op_other vg_2 vg_1 vg_3 out_role demo_age_band demo_sex
        qc_alone""",
}
NONE_OF_THEM = 0
NO_MEASURE = 0


def ids(form: Questionnaire) -> list[str]:
    return [question.id for question in form.questions]


def section_of(form: Questionnaire, question_id: str) -> str:
    return next(section.id for section, question in form.entries() if question.id == question_id)


def answers(form: Questionnaire, **codes: int) -> set[str]:
    """The questions shown to a person who has given these answers and no others."""
    given = {name: frozenset({code}) for name, code in codes.items()}
    return {
        question.id
        for section, question in form.entries()
        if (section.when is None or section.when.holds(given)) and (question.when is None or question.when.holds(given))
    }


# ---- content ----------------------------------------------------------------------------------------------------


def test_the_bank_has_12_constructs_58_items_and_16_scales(study: Study) -> None:
    assert (len(study.constructs), len(study.items), len(study.scales)) == (12, 58, 16)


def test_outside_the_bank_there_are_47_questions_and_the_one_on_who_answered(
    declared: dict[str, DeclaredQuestion],
) -> None:
    assert len(declared.keys() - {"qc_alone"}) == 47
    assert "qc_alone" in declared


def test_the_agency_report_has_27_fields(study: Study) -> None:
    fields = [field for section in study.agency_report["sections"] for field in section["fields"]]
    names = [field["id"] for field in fields] + [part["id"] for field in fields for part in field.get("parts", [])]
    assert len(fields) == 27
    assert len(names) == len(set(names))


def test_the_frame_has_5_strata_with_6_24_24_and_12_units_and_an_open_number_of_central_ones(study: Study) -> None:
    targets = {stratum.id: stratum.target for stratum in study.frame.strata}
    assert targets == {"s_tinh": 6, "s_so": 24, "s_huyen": 24, "s_xa": 12, "s_tw": None}
    per_stratum = {stratum: sum(unit.stratum == stratum for unit in study.frame.units) for stratum in targets}
    assert per_stratum == {"s_tinh": 6, "s_so": 24, "s_huyen": 24, "s_xa": 12, "s_tw": 0}
    assert len({stratum.block for stratum in study.frame.strata}) == 2


def test_all_agencies_not_named_in_the_report_of_2019_are_examples(study: Study) -> None:
    named = [unit.name["vi"] for unit in study.frame.units if not unit.example]
    assert named == ["UBND tỉnh Khánh Hòa", "Sở Nội vụ tỉnh Khánh Hòa"]
    for unit in study.frame.units:
        assert unit.name["vi"].endswith("(ví dụ)") is unit.example
        assert unit.name["en"].endswith("(example)") is unit.example


def test_heads_and_civil_servants_are_asked_46_items_and_outsiders_20(study: Study) -> None:
    bank = {item.id for item in study.items}
    for group, expected in (
        (LEADER, ITEMS_OF_HEADS_AND_CIVIL_SERVANTS),
        (CIVIL_SERVANT, ITEMS_OF_HEADS_AND_CIVIL_SERVANTS),
        (OUTSIDER, ITEMS_OF_OUTSIDERS),
    ):
        asked = [name for name in ids(study.questionnaires[group]) if name in bank]
        assert sorted(asked) == sorted(expected.split()), group


def test_each_form_asks_exactly_the_other_questions_decided_on(study: Study) -> None:
    bank = {item.id for item in study.items}
    for group in GROUPS:
        others = [name for name in ids(study.questionnaires[group]) if name not in bank]
        assert others == OTHER_QUESTIONS[group].split(), group


def test_a_group_is_asked_exactly_the_items_that_have_a_wording_for_it(study: Study) -> None:
    for item in study.items:
        assert item.wording.keys() == item.referent.keys(), item.id
        for group in GROUPS:
            assert (item.id in ids(study.questionnaires[group])) is (item.core and group in item.wording), item.id


def test_one_question_has_one_scale_in_all_forms(study: Study) -> None:
    scales: dict[str, str | None] = {}
    for form in study.questionnaires.values():
        for question in form.questions:
            assert scales.setdefault(question.id, question.scale) == question.scale, question.id
    for item in study.items:
        assert scales.get(item.id, item.scale) == item.scale


# ---- languages --------------------------------------------------------------------------------------------------


def texts_in(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "vi" in value or "en" in value:
            yield value
        else:
            for part in value.values():
                yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)


def test_every_text_exists_in_vietnamese_and_in_english(study: Study, declared: dict[str, DeclaredQuestion]) -> None:
    texts = list(texts_in([study.model_dump(), [question.model_dump() for question in declared.values()]]))
    assert len(texts) > 800
    for text in texts:
        assert set(text) == {"vi", "en"}, text
        assert all(wording.strip() for wording in text.values()), text
        assert unicodedata.is_normalized("NFC", text["vi"]), text


def test_english_texts_hold_no_vietnamese_sentence(study: Study) -> None:
    names = re.compile("NĐ-CP|Khánh (Hòa|Sơn|Vĩnh)|Ninh Hòa|Diên Khánh|Trường Sa|Vạn Ninh|Cam Lâm|Phước Tiến")
    for text in texts_in(study.model_dump()):
        rest = names.sub("", text["en"]).replace("Mật, Tối mật, Tuyệt mật", "")
        assert not re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽềếểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", rest.lower()), text["en"]


def test_every_question_has_a_short_label_for_tables(form: Questionnaire) -> None:
    for question in form.questions:
        assert question.short is not None, question.id
        assert len(question.short["vi"]) <= 32, question.id
        assert len(question.short["en"]) <= 32, question.id


def test_respondents_are_addressed_as_ong_ba_and_never_as_ban(form: Questionnaire) -> None:
    for text in texts_in(form.model_dump()):
        assert not re.search(r"\b[Bb]ạn\b", text["vi"]), text["vi"]


# ---- METHOD 1 and 2: what may be compared -----------------------------------------------------------------------


def rules(study: Study, item_id: str) -> tuple[str | None, ...]:
    item = study.item(item_id)
    assert item is not None
    return tuple(item.rule_for(*pair) for pair in combinations(GROUPS, 2))


def test_exactly_the_pairs_of_groups_that_answer_an_item_have_a_rule(study: Study) -> None:
    for item in study.items:
        for first, second in combinations(GROUPS, 2):
            both = first in item.wording and second in item.wording
            assert (item.rule_for(first, second) is not None) is both, item.id


def test_answers_about_different_objects_are_shown_side_by_side(study: Study) -> None:
    assert rules(study, "tl_blame_shifting") == ("side_by_side", "side_by_side", "compare")
    assert rules(study, "ac_informal_payment") == ("compare", "side_by_side", "side_by_side")
    assert rules(study, "ip_encouraged") == ("side_by_side", None, None)
    assert rules(study, "ev_reflects_results") == ("gap", "side_by_side", "side_by_side")


def test_an_item_worded_more_narrowly_for_outsiders_is_a_gap_for_heads_and_civil_servants_only(study: Study) -> None:
    assert rules(study, "tl_on_time") == ("gap", "side_by_side", "side_by_side")


def test_ten_items_are_a_gap_between_all_three_groups(study: Study) -> None:
    assert sum(rules(study, item.id) == ("gap", "gap", "gap") for item in study.items) == 10


HEAD, AGENCY = {"self", "own_head", "this_head"}, {"own_agency", "this_agency"}


def about_one_thing(first: str, second: str) -> bool:
    return first == second or {first, second} <= HEAD or {first, second} <= AGENCY


def test_compared_items_share_a_referent_and_gaps_are_about_one_head_or_agency(study: Study) -> None:
    for item in study.items:
        for pair in item.comparability:
            first, second = (item.referent[group] for group in pair.groups)
            if pair.rule != "side_by_side":
                assert about_one_thing(first, second), item.id
            if pair.rule == "gap":
                assert first in HEAD | AGENCY, item.id


def test_statements_about_the_same_thing_in_the_same_words_are_never_a_gap(study: Study) -> None:
    for item in study.items:
        if set(item.referent.values()) & {"law", "system", "norm", "superior", "similar_agencies"}:
            assert not all(rule == "gap" for rule in rules(study, item.id)), item.id


def test_norms_and_statements_about_similar_agencies_are_not_scored(study: Study) -> None:
    for item in study.items:
        for group in item.scored:
            assert item.referent[group] not in ("norm", "similar_agencies"), item.id


def test_agreement_and_frequency_are_not_pooled_into_one_score(study: Study) -> None:
    for construct in study.constructs:
        scales = {item.scale for item in study.items if item.construct_id == construct.id and item.scored}
        assert len(scales) == 1, construct.id


def test_four_items_are_reversed_and_one_of_them_is_on_the_agreement_scale(study: Study) -> None:
    reversed_items = {item.id: item.scale for item in study.items if item.reversed}
    assert reversed_items == {
        "tl_blame_shifting": "freq5",
        "ac_informal_payment": "freq5",
        "sr_upward_shifting": "freq5",
        "ip_fear_mistakes": "agree5",
    }


# ---- METHOD 3: scales -------------------------------------------------------------------------------------------


def test_the_middle_of_the_agreement_scale_means_half_agree_half_disagree(study: Study) -> None:
    labels = {option.code: option.label["vi"] for option in study.scales["agree5"].options}
    assert labels[3] == "Nửa đồng ý, nửa không đồng ý"
    assert study.scales["agree5"].middle == 3


def test_adequacy_has_its_best_answer_in_the_middle_and_is_never_averaged(study: Study) -> None:
    assert study.scales["adequacy3"].optimum == 2
    assert not study.scales["adequacy3"].is_averaged


# ---- METHOD 6: the plan -----------------------------------------------------------------------------------------


def test_at_most_ten_primary_contrasts_each_on_three_items_about_one_thing(study: Study) -> None:
    assert 1 <= len(study.analysis.primary) <= 10
    for contrast in study.analysis.primary:
        shared = [
            item
            for item in study.items
            if item.construct_id == contrast.construct_id
            and item.core
            and set(contrast.groups) <= set(item.scored)
            and item.rule_for(*contrast.groups) in ("gap", "compare")
        ]
        assert len(shared) >= 3, contrast


def test_the_items_of_the_plan_are_those_asked_of_two_groups_about_one_thing(study: Study) -> None:
    testable = [item.id for item in study.items if item.core and {"gap", "compare"} & set(rules(study, item.id))]
    assert list(study.analysis.items) == testable


# ---- METHOD 11 and 12: facts, and who is kept -------------------------------------------------------------------


def test_questions_about_cases_are_facts_and_sensitive(declared: dict[str, DeclaredQuestion]) -> None:
    for question in declared.values():
        if question.block == "violations":
            assert question.fact, question.id
            assert question.sensitive, question.id


def test_the_agency_is_stored_for_every_group_and_heads_are_one_per_agency(study: Study) -> None:
    assert all(group.keeps_unit for group in study.groups)
    assert [group.id for group in study.groups if group.one_per_unit] == [LEADER]


def test_no_form_promises_anonymity_because_agency_and_profile_are_stored_together(form: Questionnaire) -> None:
    for text in texts_in(form.model_dump()):
        assert not re.search("ẩn danh|khuyết danh|nặc danh", text["vi"].lower())
        assert "anonym" not in text["en"].lower()


def test_heads_are_told_that_their_agency_identifies_them(study: Study) -> None:
    page = " ".join(text["vi"] for text in study.questionnaires[LEADER].introduction)
    assert "được bảo mật" in page
    assert "mỗi cơ quan chỉ có một người đứng đầu" in page
    assert "có thể biết phiếu là của ai" in page


@pytest.mark.parametrize(
    "question", ["lead_level", "lead_mode", "lead_party_head", "ev_last_rating", "demo_sex", "demo_education"]
)
def test_heads_are_not_asked_for_facts_of_the_frame_or_for_unused_facts(study: Study, question: str) -> None:
    assert question not in ids(study.questionnaires[LEADER])


@pytest.mark.parametrize("question", ["demo_education", "cs_years", "cs_field"])
def test_civil_servants_are_not_asked_facts_that_identify_them_in_a_small_office(study: Study, question: str) -> None:
    assert question not in ids(study.questionnaires[CIVIL_SERVANT])


# ---- METHOD 14: how answers are coded ---------------------------------------------------------------------------


def test_every_check_all_has_an_option_none_that_excludes_the_others(declared: dict[str, DeclaredQuestion]) -> None:
    check_alls = [question for question in declared.values() if question.kind == "check_all"]
    assert len(check_alls) == 7
    for question in check_alls:
        exclusive = [option for option in question.options if option.exclusive]
        assert [option.code for option in exclusive] == [NONE_OF_THEM], question.id
        assert exclusive[0].label["vi"].startswith("Không có"), question.id


def test_a_ranking_is_the_top_three_for_everybody(declared: dict[str, DeclaredQuestion]) -> None:
    assert {question.most for question in declared.values() if question.kind == "ranking"} == {3}


def test_reasons_for_not_answering_are_never_options(form: Questionnaire) -> None:
    for question in form.questions:
        for option in question.options:
            assert option.label["vi"] not in ("Không biết", "Không muốn trả lời", "Không áp dụng"), question.id


def test_every_statement_offers_dont_know_and_refused(form: Questionnaire) -> None:
    for question in form.questions:
        if question.kind == "item":
            assert {Missing.DONT_KNOW, Missing.REFUSED} <= set(question.apart), question.id


# ---- METHOD 17: variants ----------------------------------------------------------------------------------------


def test_heads_have_one_variant_and_the_others_two(study: Study) -> None:
    counts = {group: [variant.id for variant in form.variants] for group, form in study.questionnaires.items()}
    assert counts == {LEADER: ["a"], CIVIL_SERVANT: ["a", "b"], OUTSIDER: ["a", "b"]}


@pytest.mark.parametrize("group", [CIVIL_SERVANT, OUTSIDER])
def test_the_second_variant_asks_the_same_and_keeps_none_and_other_last(study: Study, group: str) -> None:
    first, second = (study.questionnaires[group].in_variant(variant) for variant in "ab")
    assert sorted(ids(first)) == sorted(ids(second))
    assert ids(first) != ids(second)
    for question in first.questions:
        other = second.question(question.id)
        assert sorted(question.codes) == sorted(other.codes), question.id
        fixed = [option.code for option in question.options if option.exclusive or " khác" in option.label["vi"]]
        if other.codes != question.codes and fixed:
            assert list(other.codes[-len(fixed) :]) == fixed, question.id


# ---- METHOD 18: the order and the length ------------------------------------------------------------------------


def test_consent_comes_first_is_the_only_required_question_and_offers_a_refusal(form: Questionnaire) -> None:
    assert ids(form)[0] == "consent"
    assert [question.id for question in form.questions if question.required] == ["consent"]
    assert form.question("consent").codes == (1, 0)


def test_refusing_ends_the_form(form: Questionnaire) -> None:
    assert answers(form, consent=0) == {"consent"}
    assert answers(form) == {"consent"}


@pytest.mark.parametrize(("group", "place"), [(LEADER, 1), (CIVIL_SERVANT, 1), (OUTSIDER, 3)])
def test_the_overall_judgement_comes_before_any_other_on_the_head(study: Study, group: str, place: int) -> None:
    form = study.questionnaires[group]
    assert ids(form)[place] == "ov_responsibility"
    if group == OUTSIDER:
        assert ids(form)[:3] == ["consent", "out_agency", "out_contacts"]


def test_the_profile_comes_last_and_ends_with_who_answered(form: Questionnaire) -> None:
    profile = form.sections[-1]
    assert profile.id == "profile"
    assert ids(form)[-1] == "qc_alone"
    personal = ("demo_", "cs_", "lead_", "out_role")
    assert all(section_of(form, name) == "profile" for name in ids(form) if name.startswith(personal))


def test_each_form_has_one_open_question(form: Questionnaire) -> None:
    assert sum(question.kind == "text" for question in form.questions) == 1


def test_no_optional_item_is_in_a_form(study: Study, form: Questionnaire) -> None:
    optional = {item.id for item in study.items if not item.core}
    assert len(optional) == 12
    assert not optional & set(ids(form))


def test_age_bands_are_nested_and_those_of_heads_divide_at_50(study: Study) -> None:
    bands = {group: study.questionnaires[group].question("demo_age_band").codes for group in GROUPS}
    assert bands == {LEADER: (11, 12), CIVIL_SERVANT: (1, 2, 3, 12), OUTSIDER: (1, 2, 3, 4, 5)}


def test_the_promised_minutes_are_15_15_and_10_and_cover_the_estimate(study: Study) -> None:
    assert [group.minutes for group in study.groups] == [15, 15, 10]
    for group in study.groups:
        form = study.questionnaires[group.id]
        assert group.minutes - 1 <= estimated_minutes(form) <= group.minutes, group.id
        assert any(f"khoảng {group.minutes} phút" in text["vi"] for text in form.introduction), group.id
        assert any(f"about {group.minutes} minutes" in text["en"] for text in form.introduction), group.id


def test_a_section_has_at_most_six_questions(form: Questionnaire) -> None:
    for section in form.sections:
        assert 1 <= len(section.questions) <= 6, section.id
        assert len(section.questions) >= 2 or section.id == "consent", section.id


def test_sections_with_statements_about_one_agency_name_it(form: Questionnaire) -> None:
    for section, question in form.entries():
        if question.kind == "item" and re.search("cơ quan (này|tôi)", question.wording["vi"].lower()):
            assert section.about is not None, question.id
            assert all("{unit}" in wording for wording in section.about.values()), question.id


def test_sections_on_the_law_say_that_they_are_about_no_single_agency(form: Questionnaire) -> None:
    about = next(section.about for section in form.sections if section.id == "law")
    assert about is not None
    assert about["vi"].endswith("không riêng cơ quan nào.")


def test_the_first_page_defines_the_head(form: Questionnaire) -> None:
    page = " ".join(text["vi"] for text in form.introduction)
    assert "người giữ chức vụ cao nhất của cơ quan, không phải cấp phó" in page


# ---- METHOD 19 and the skip rules -------------------------------------------------------------------------------


def test_the_reading_check_asks_to_disagree_and_is_not_put_to_heads(study: Study) -> None:
    assert "qc_reading" not in ids(study.questionnaires[LEADER])
    for group in (CIVIL_SERVANT, OUTSIDER):
        question = study.questionnaires[group].question("qc_reading")
        assert "“Không đồng ý”" in question.wording["vi"]
        assert question.scale == "agree5"


@pytest.mark.parametrize("group", [CIVIL_SERVANT, OUTSIDER])
def test_the_reading_check_is_inside_the_longest_run_of_agreement_items(study: Study, group: str) -> None:
    form = study.questionnaires[group]

    def run(questions: tuple[Question, ...]) -> int:
        longest = length = 0
        for question in questions:
            length = length + 1 if question.scale == "agree5" else 0
            longest = max(longest, length)
        return longest

    host = next(section for section in form.sections if any(q.id == "qc_reading" for q in section.questions))
    assert run(host.questions) == max(run(section.questions) for section in form.sections)
    assert host.questions[0].id != "qc_reading" != host.questions[-1].id


def test_the_heads_in_vignettes_have_no_sex(study: Study) -> None:
    for group in GROUPS:
        for name in ("vg_1", "vg_2", "vg_3"):
            wording = study.questionnaires[group].question(name).wording
            assert "người đứng đầu một sở" in wording["vi"]
            assert not re.search(r"\b([Ôô]ng|[Bb]à)\b", wording["vi"].replace("Ông/Bà", ""))
            assert not re.search(r"\b(he|she|his|her|him)\b", wording["en"].lower())


def test_details_of_cases_are_asked_only_if_there_was_a_case(study: Study) -> None:
    form = study.questionnaires[CIVIL_SERVANT]
    follow_ups = {"vh_head_considered", "vh_head_outcome", "vh_mitigated", "vh_adequate"}
    assert not follow_ups & answers(form, consent=1, vh_any_case=0)
    assert follow_ups & answers(form, consent=1, vh_any_case=1) == {"vh_head_considered"}
    assert follow_ups - answers(form, consent=1, vh_any_case=1, vh_head_considered=1) == {"vh_adequate"}
    assert follow_ups <= answers(form, consent=1, vh_any_case=1, vh_head_considered=1, vh_head_outcome=3)


@pytest.mark.parametrize("group", [LEADER, CIVIL_SERVANT])
def test_where_no_measure_was_taken_nobody_is_asked_how_heavy_it_was(study: Study, group: str) -> None:
    case = {"consent": 1, "vh_any_case": 1, "vh_head_considered": 1}
    assert "vh_adequate" not in answers(study.questionnaires[group], **case, vh_head_outcome=NO_MEASURE)
    assert "vh_adequate" not in answers(study.questionnaires[group], **case)


def test_people_who_dealt_with_no_agency_are_asked_only_about_law_practice_and_norms(study: Study) -> None:
    form = study.questionnaires[OUTSIDER]
    asked = answers(form, consent=1, out_agency=0)
    bank = {item.id: item.referent.get(OUTSIDER) for item in study.items}
    assert {name for name in asked if name in bank} == {
        "lc_duties_clear",
        "lc_sanction_levels",
        "vh_head_held",
        "ev_criteria_open",
        "ev_reflects_results",
        "ev_citizen_voice",
        "mo_resign_norm",
    }
    assert {bank[name] for name in asked if name in bank} == {"law", "system", "norm"}
    assert not {"ov_responsibility", "ov_satisfaction", "out_contacts", "qc_reading", "out_seen_case"} & asked


@pytest.mark.parametrize("agency", [1, 66, 900])
def test_people_who_name_an_agency_are_asked_about_it_inside_and_outside_the_frame(study: Study, agency: int) -> None:
    asked = answers(study.questionnaires[OUTSIDER], consent=1, out_agency=agency)
    assert set(ITEMS_OF_OUTSIDERS.split()) | {"ov_responsibility", "out_contacts"} <= asked


def test_no_question_on_the_agency_precedes_the_choice_of_the_agency(study: Study) -> None:
    form = study.questionnaires[OUTSIDER]
    before = form.questions[: ids(form).index("out_agency")]
    assert not any("cơ quan này" in question.wording["vi"] for question in before)
    for section, question in form.entries():
        if "cơ quan này" in question.wording["vi"]:
            assert section.when is not None, question.id
            assert "out_agency" in section.when.questions(), question.id
