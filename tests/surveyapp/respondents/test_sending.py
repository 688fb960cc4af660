from secrets import token_hex

import pytest
from flask.testing import FlaskClient

from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from surveyapp.respondents import addressed
from surveyapp.studies import loaded
from tests.surveyapp.respondents.conftest import INSIDER, OUTSIDER, full_answers, responses, stored, texts

BY_SCRIPT = {"Accept": "application/json"}


def test_a_full_form_is_kept_answer_by_answer(client: FlaskClient) -> None:
    reply = client.post(OUTSIDER, data=full_answers() | {"nonce": token_hex(16), "variant": "b", "language": "en"})
    assert reply.status_code == 200
    answers = stored()
    assert (answers["duty_assigns"], answers["overall"], answers["years"], answers["started"]) == (4, 7, 25, 20190531)
    assert [answers[f"case_fields__{code}"] for code in (1, 2, 8, 0)] == [1, 0, 1, 0]
    assert [answers[f"solutions__{code}"] for code in (1, 2, 3, 4)] == [2, 4, 1, 4]
    assert texts() == {"advice": "Công khai hơn.", "case_fields__8": "Môi trường"}
    (response,) = responses()
    assert (response.rated_unit, response.entry, response.variant, response.language) == ("u3", "open_link", "b", "en")


def test_the_study_is_looked_up_once_for_a_ballot(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(study_id: str) -> loaded.LoadedStudy | None:
        asked.append(study_id)
        return find_loaded(study_id)

    sent = full_answers() | {"nonce": token_hex(16), "version": present_version()}
    find_loaded = loaded.find_loaded
    for module in (loaded, addressed):
        monkeypatch.setattr(module, "find_loaded", counted)
    assert client.post(OUTSIDER, data=sent).status_code == 200
    assert asked == ["every_kind"]


def present_version() -> str:
    found = loaded.find_loaded("every_kind")
    assert found is not None
    return found.study.questionnaires["outsider"].version


def test_a_repeated_sending_gets_the_same_receipt_and_counts_once(client: FlaskClient) -> None:
    form = full_answers() | {"nonce": token_hex(16)}
    first, second = (client.post(OUTSIDER, data=form, headers=BY_SCRIPT).get_json() for _ in range(2))
    assert first["receipt"] == second["receipt"]
    assert "#" not in first["next"], "no address holds the receipt number"
    assert len(responses()) == 1


def test_the_page_after_sending_shows_the_receipt_and_no_answer(client: FlaskClient) -> None:
    page = client.post(OUTSIDER, data=full_answers() | {"nonce": token_hex(16)}).text
    assert "Số biên nhận" in page
    assert "Môi trường" not in page


def test_a_code_is_spent_once_and_names_the_unit(client: FlaskClient, code: str) -> None:
    form = {"consent": "1", "code": code.lower().replace("-", " "), "duty_assigns": "2"}
    assert client.post(INSIDER, data=form | {"nonce": token_hex(16)}).status_code == 200
    again = client.post(INSIDER, data=form | {"nonce": token_hex(16)}, headers=BY_SCRIPT)
    assert again.status_code == 422
    assert [fault["question"] for fault in again.get_json()["faults"]] == ["code"]
    (response,) = responses()
    assert response.unit == "u1"


def test_questions_left_alone_are_blank_and_questions_not_asked_say_so(client: FlaskClient) -> None:
    client.post(OUTSIDER, data={"consent": "1", "overall": "-8", "nonce": token_hex(16)})
    answers = stored()
    assert answers["overall"] == Missing.DONT_KNOW
    assert answers["seen_case"] == Missing.BLANK
    assert answers["case_fields__1"] == Missing.NOT_ASKED


def test_faults_come_back_with_everything_that_was_typed(client: FlaskClient) -> None:
    reply = client.post(OUTSIDER, data=full_answers() | {"nonce": token_hex(16), "weights.3": "30"})
    assert reply.status_code == 422
    assert '<a href="#weights">Câu 7: ' in reply.text
    assert 'value="2,5"' in reply.text
    assert "Công khai hơn." in reply.text
    assert 'name="overall" value="7" checked' in reply.text
    assert responses() == []


def test_a_form_without_a_nonce_is_shown_again_with_one(client: FlaskClient) -> None:
    reply = client.post(OUTSIDER, data=full_answers())
    nonce = reply.text.split('name="nonce" value="')[1].split('"')[0]
    assert reply.status_code == 422
    assert client.post(OUTSIDER, data=full_answers() | {"nonce": nonce}).status_code == 200
    assert len(responses()) == 1


def test_refusing_stores_a_count_and_nothing_else(client: FlaskClient) -> None:
    form = full_answers() | {"consent": "0", "nonce": token_hex(16)}
    for reply in (client.post(OUTSIDER, data=form), client.post(f"{OUTSIDER}/refused")):
        assert reply.status_code == 303
        assert "không lưu thông tin nào khác" in client.get(reply.location).text
    with reading() as session:
        assert [row.count for row in session.query(TallyRow)] == [2]
    assert responses() == []


def test_the_name_of_the_agency_is_told_to_whoever_has_a_code(client: FlaskClient, code: str) -> None:
    told = client.post(f"{INSIDER}/unit-name?lang=en", data={"code": code})
    assert told.get_json() == {"unit": "Department of Home Affairs"}


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA-AAAA-AAAA", "x" * 500, "\x00"])
def test_unknown_and_malformed_codes_are_one_answer(client: FlaskClient, wrong: str) -> None:
    reply = client.post(f"{INSIDER}/unit-name", data={"code": wrong})
    assert reply.status_code == 422
    assert "không hợp lệ hoặc đã được sử dụng" in reply.get_json()["message"]


def test_a_closed_study_takes_nothing_and_keeps_what_was_typed(client: FlaskClient, study: Study) -> None:
    change_state(study.id, State.CLOSED)
    reply = client.post(OUTSIDER, data=full_answers() | {"nonce": token_hex(16)})
    assert reply.status_code == 409
    assert "Công khai hơn." in reply.text
    assert responses() == []
