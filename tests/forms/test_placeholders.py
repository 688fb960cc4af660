from datetime import date

import pytest

from forms.loading.studies import find_study, load_study
from forms.model.placeholders import PLACEHOLDERS, placeholders
from tests.surveyapp.field_ready import field_ready
from tests.surveyapp.tiny_study import said, tiny_study

TODAY = date(2026, 3, 1)


def keys(**changes: object) -> list[str]:
    return [found.key for found in placeholders(tiny_study().model_copy(update=changes), TODAY)]


def test_a_completed_study_has_no_placeholders() -> None:
    assert keys() == []


@pytest.mark.parametrize(
    "text",
    [
        "Liên hệ: (Viện điền tên, điện thoại và thư điện tử trước khi khảo sát)",
        "Contact: (the institute fills in name, telephone and e-mail before the fieldwork)",
        "…",
        "[TODO]",
    ],
)
def test_a_contact_that_is_to_be_filled_in_is_found(text: str) -> None:
    assert keys(contact=said("Bà Lan, 024 1234 5678", text)) == ["contact"]


@pytest.mark.parametrize(
    "text", ["Bà Lan (Viện), 024 1234 5678", "Văn phòng Viện, phố Nguyễn Du, Hà Nội", "lan@vien.vn"]
)
def test_a_real_contact_is_no_placeholder(text: str) -> None:
    assert keys(contact=said(text, text)) == []


def test_the_day_of_deletion_must_be_given_and_in_the_future() -> None:
    assert keys(delete_after=None) == ["no-date"]
    assert keys(delete_after=date(2026, 2, 28)) == ["past-date"]
    assert keys(delete_after=TODAY) == []


def test_example_agencies_are_found_by_their_mark_or_their_name() -> None:
    frame = tiny_study().frame
    marked = frame.units[0].model_copy(update={"example": True})
    named = frame.units[1].model_copy(update={"name": said("Sở số 02 (ví dụ)", "Department no. 02 (example)")})
    (found,) = placeholders(
        tiny_study().model_copy(update={"frame": frame.model_copy(update={"units": (marked, named, frame.units[2])})}),
        TODAY,
    )
    assert (found.key, found.values["number"], found.values["names"]) == ("example-units", "2", "so_a, so_b")


def test_a_frame_without_agencies_is_found_if_a_group_enters_by_codes_of_an_agency() -> None:
    study = tiny_study()
    assert keys(frame=study.frame.model_copy(update={"units": ()})) == ["empty-frame"]
    anonymous = tuple(group.model_copy(update={"one_per_unit": False}) for group in study.groups)
    assert keys(frame=study.frame.model_copy(update={"units": ()}), groups=anonymous) == []


def test_the_khanh_hoa_pilot_has_every_placeholder_and_each_names_file_key_and_remedy() -> None:
    pilot = load_study(find_study("khanh_hoa_2019"))
    found = placeholders(pilot, TODAY)
    assert [each.key for each in found] == ["contact", "no-date", "example-units"]
    for each in found:
        assert each.in_words("en").startswith(("study.yaml, ", "frame_….yaml, "))
        assert "{" not in each.in_words("vi") + each.in_words("en")
        assert each.in_words("vi") != each.in_words("en")
    assert placeholders(field_ready(pilot), TODAY) == ()
    assert {each.key for each in found} < PLACEHOLDERS.keys()
