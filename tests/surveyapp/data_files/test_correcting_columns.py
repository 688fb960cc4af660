"""The page shows how each column is understood; corrections change it, and the codebook keeps them."""

from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from analysis.comparisons.comparing_files import compare_file
from analysis.sources.files.codebook_files import read_codebook
from tests.html_pages import parse
from tests.surveyapp.data_files.uploading import table, uploaded
from tests.surveyapp.staff_cast import post, signed_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, "researcher")


def roles(client: FlaskClient, address: str) -> dict[str, str]:
    content = yaml.safe_load(client.get(f"{address}/codebook.yaml").text)
    return {variable["name"]: variable["role"] for variable in content["variables"]}


def legends(client: FlaskClient, address: str) -> list[str]:
    return [str(legend.text) for legend in parse(client.get(address).text).iterfind(".//fieldset/legend")]


def test_what_is_understood_is_shown_before_anything_is_computed(client: FlaskClient) -> None:
    address = uploaded(client)
    page = client.get(address).text
    assert "60 rows · 6 columns" in page
    assert roles(client, address) == {
        "nhom": "group",
        "don_vi": "cluster",
        "gioi_tinh": "attribute",
        "q1": "question",
        "q2": "question",
        "ho_ten": "text",
    }


def test_a_correction_changes_the_codebook_and_stays(client: FlaskClient) -> None:
    address = uploaded(client)
    sent = {"group": "gioi_tinh", "cluster": "", "role-0": "group", "role-1": "cluster", "role-4": "left_out"}
    assert post(client, address, **sent, **{"scale-3": "agree5", "missing-3": "5 = không biết"}).status_code == 303
    assert roles(client, address) == {
        "nhom": "attribute",
        "don_vi": "attribute",
        "gioi_tinh": "group",
        "q1": "question",
        "q2": "left_out",
        "ho_ten": "text",
    }
    content = yaml.safe_load(client.get(f"{address}/codebook.yaml").text)
    q1 = next(variable for variable in content["variables"] if variable["name"] == "q1")
    assert q1["scale"] == "agree5"
    assert q1["missing"] == {"5": "dont_know"}
    assert [option["code"] for option in q1["options"]] == [1, 2, 3, 4]


def test_the_command_line_reads_the_codebook(client: FlaskClient, tmp_path: Path) -> None:
    address = uploaded(client)
    post(client, address, group="nhom", cluster="don_vi", **{"scale-3": "agree5"})
    (tmp_path / "codebook.yaml").write_text(client.get(f"{address}/codebook.yaml").text, encoding="utf-8")
    (tmp_path / "data.csv").write_bytes(table())
    book = read_codebook(tmp_path / "codebook.yaml")
    compared = compare_file(tmp_path / "data.csv", "nhom", cluster="don_vi", described=book)
    assert [item.item for item in compared.items] == ["q1", "q2"]


def test_columns_with_doubts_come_first_and_say_what_to_do_on_the_page(client: FlaskClient) -> None:
    rows = "\n".join(f"{'AB'[at % 2]},{at % 5 + 1},{'Đồng ý' if at == 7 else at % 5 + 1}" for at in range(40))
    address = uploaded(client, f"nhom,q1,q2\n{rows}\n".encode())
    assert legends(client, address)[0] == "q2"
    page = client.get(address).text
    assert "The text “Đồng ý” stands among numbers (row 9)" in page
    assert "--scale" not in page
    post(client, address, group="nhom", **{"scale-2": "agree5"})
    assert "among numbers" not in client.get(address).text


def test_codes_for_all_columns_and_names_with_brackets(client: FlaskClient) -> None:
    rows = "\n".join(f"{'AB'[at % 2]},{99 if at % 9 == 0 else at % 5 + 1}" for at in range(60))
    address = uploaded(client, f"nhom,Q1 [SQ*1]\n{rows}\n".encode())
    post(client, address, group="nhom", missing="99 = từ chối", **{"scale-1": "1-5"})
    content = yaml.safe_load(client.get(f"{address}/codebook.yaml").text)
    assert content["missing"] == {"99": "refused"}
    assert len(content["variables"][1]["options"]) == 5
    assert client.get(f"{address}/results").status_code == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"group": "nowhere"}, "There is no column “nowhere”."),
        ({"group": "nhom", "cluster": "nhom"}, "cannot be both"),
        ({"missing": "99 = whatever"}, "“whatever” is no reason"),
        ({"missing-3": "99 = whatever"}, "“whatever” is no reason"),
        ({"answers-3": "Kém"}, "“Kém” is no scale"),
    ],
)
def test_a_correction_that_cannot_be_used_is_shown_again(client: FlaskClient, sent: dict[str, str], says: str) -> None:
    address = uploaded(client)
    answer = post(client, address, **{"role-4": "left_out", **sent})
    assert answer.status_code == 422
    assert says in answer.text
    assert roles(client, address)["q2"] == "question", "nothing was saved"


def test_without_groups_nothing_is_compared(client: FlaskClient) -> None:
    address = uploaded(client, b"q1,q2\n" + b"1,2\n2,3\n3,4\n4,5\n" * 9)
    assert client.get(f"{address}/results").location == address
    assert "choose the column that names the group" in client.get(address).text
