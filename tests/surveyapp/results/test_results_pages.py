import random
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database.tables.studies import State
from tests.html_pages import parse
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

RESULTS = f"/staff/studies/{STUDY}/results"
PAGES = [
    RESULTS,
    f"{RESULTS}/ac",
    f"{RESULTS}/barriers",
    f"/staff/studies/{STUDY}/report",
    f"/staff/studies/{STUDY}/data",
]


@pytest.fixture
def answered(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})


def text(client: FlaskClient, address: str) -> str:
    tree = parse(client.get(address).get_data(as_text=True))
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_for_researchers_and_for_nobody_else(
    app: Flask, stranger: FlaskClient, address: str
) -> None:
    assert signed_in(app, "researcher").get(address).status_code == 200
    for role in ("administrator", "coordinator", "clerk"):
        assert signed_in(app, role).get(address).status_code == 403
    assert stranger.get(address).location.startswith("/staff/sign-in")
    assert signed_in(app, "researcher").post(address).status_code == 405


@pytest.mark.usefixtures("answered")
def test_a_construct_is_read_as_a_sentence_then_a_figure_then_a_table(app: Flask) -> None:
    page = signed_in(app, "researcher").get(f"{RESULTS}/ac").text
    sentence, figure, table = (
        page.index("The groups answered differently"),
        page.index("<figure>"),
        page.index("<table>"),
    )
    assert sentence < figure < table


@pytest.mark.usefixtures("answered")
def test_the_table_has_a_delta_with_its_interval_for_each_pair(app: Flask) -> None:
    tree = parse(signed_in(app, "researcher").get(f"{RESULTS}/ac").get_data(as_text=True))
    table = next(tree.iter("table"))
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    assert rows[0] == [
        "Question",
        "Người đứng đầu – Cán bộ, công chức",
        "Người đứng đầu – Người ngoài cơ quan",
        "Cán bộ, công chức – Người ngoài cơ quan",
    ]
    assert [row[0] for row in rows[2:]] == ["Câu a", "Câu b", "Câu c"]
    for row in rows[2:]:
        assert row[1].startswith("0.")
        assert "(" in row[1]


@pytest.mark.usefixtures("answered")
def test_a_vietnamese_page_has_decimal_commas(app: Flask) -> None:
    page = text(signed_in(app, "researcher", language="vi"), f"{RESULTS}/ac")
    assert "δ (KTC 95%)" in page
    assert "Đơn vị tính: %" in page
    assert not re.search(r"\d\.\d", page)


@pytest.mark.usefixtures("answered")
def test_questions_outside_the_bank_have_their_page(app: Flask) -> None:
    page = text(signed_in(app, "researcher"), f"{RESULTS}/barriers")
    assert "Thiếu người" in page
    assert "Không có" in page


@pytest.mark.usefixtures("answered")
def test_a_page_that_no_construct_or_question_has_is_not_found(app: Flask) -> None:
    client = signed_in(app, "researcher")
    for address in (f"{RESULTS}/nothing", "/staff/studies/nothing/results", f"{RESULTS}/ac/figure-0.svg"):
        assert client.get(address).status_code == 404
    for number in (2, 99):
        assert client.get(f"{RESULTS}/ac/figure-{number}.svg").status_code == 404


def test_before_the_first_answer_the_pages_say_that_there_is_nothing(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
    client = signed_in(app, "researcher")
    assert "No statement could be tested yet." in text(client, RESULTS)
    assert "Nothing can be shown yet: nobody answered." in text(client, f"{RESULTS}/ac")


def test_a_group_below_the_threshold_is_hidden_and_says_so(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"civil_servant": 3, "outsider": 2})
        put_answers({"leader": 1}, units=9)
    page = text(signed_in(app, "researcher"), f"{RESULTS}/ac")
    assert "hidden: threshold of 10 people" in page
    figure = signed_in(app, "researcher").get(f"{RESULTS}/ac/numbers.csv").text
    leaders = [line for line in figure.splitlines() if ",leader," in line]
    assert leaders
    assert all("hidden: threshold of 10 people" in line for line in leaders)
    # neither the base nor any count
    assert all(line.split(",leader,")[1].startswith("Người đứng đầu,,") for line in leaders)


def test_open_entry_is_left_out_and_shown_beside(app: Flask) -> None:
    def always_low(group: str, column: str, luck: random.Random) -> int:
        return 1

    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
    without = text(signed_in(app, "researcher"), f"{RESULTS}/ac")
    assert "Open entry" not in without
    with app.app_context():
        put_answers({"outsider": 2}, always_low, entry="open_link")
    headline, _, beside = text(signed_in(app, "researcher"), f"{RESULTS}/ac").partition("Open entry, shown beside")
    assert headline.strip() == without
    assert "100.0" in beside
    assert "Cán bộ, công chức" not in beside


@pytest.mark.parametrize("address", [RESULTS, f"{RESULTS}/ac", f"/staff/studies/{STUDY}/data"])
def test_a_rehearsal_is_marked_on_every_page(app: Flask, address: str) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
    assert "Simulated figures" in text(signed_in(app, "researcher"), address)
