"""A release written by a former version of the program is read unchanged."""

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert

from surveyapp.database.sessions import writing
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.instance.keys import instance_keys
from surveyapp.results.releases.counting import count_release
from surveyapp.results.releases.release_content import READERS, SCHEMA, read_content, seal
from surveyapp.results.releases.release_store import release_store
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

KEPT = {int(path.name.split("_")[1].split(".")[0]): path for path in Path(__file__).parent.glob("kept_releases/*.gz")}
"""Schema to a release of it, made from the answers of ``put_kept_answers``."""


def put_kept_answers() -> None:
    load_staff_study()
    put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})
    put_answers({"outsider": 2}, entry="open_link", seed=7)


def kept_content(schema: int) -> str:
    return gzip.decompress(KEPT[schema].read_bytes()).decode()


def test_a_release_of_every_former_schema_is_kept() -> None:
    assert set(KEPT) == set(READERS) - {SCHEMA} == set(range(1, SCHEMA))


@pytest.mark.parametrize("schema", KEPT)
def test_every_figure_stands_where_it_was_written(schema: int) -> None:
    written, read = json.loads(kept_content(schema)), read_content(schema, kept_content(schema))
    assert read.number == written["number"]
    for item, was in zip(read.planned.items, written["planned"]["items"], strict=True):
        assert item.omnibus.statistic == was["omnibus"]["statistic"]
        assert [group.n for group in item.groups] == [group["n"] for group in was["groups"]]
        assert [group.mean.estimate for group in item.groups] == [group["mean"]["estimate"] for group in was["groups"]]
        for pair, had in zip(item.pairs, was["pairs"], strict=True):
            assert pair.cliffs_delta.estimate == had["cliffs_delta"]["estimate"]
            assert pair.dunn.z == had["dunn"]["z"]
            assert not pair.extra


@pytest.mark.parametrize("schema", KEPT)
def test_pages_show_it_until_new_people_answer(app: Flask, schema: int) -> None:
    content = kept_content(schema)
    with app.app_context():
        put_kept_answers()
        mac = seal(instance_keys(), STUDY, schema, content)
        with writing() as session:
            session.execute(insert(ReleaseRow).values(study=STUDY, schema=schema, content=content, mac=mac))
        loaded = find_loaded(STUDY)
        assert loaded is not None
        shown = release_store().release(loaded, count_release)
        assert shown == read_content(schema, content)
        # The same answers counted now: both versions give the same estimates; schema 4 has other tests and intervals.
        now, then = count_release(loaded, shown.forms, None).planned.items[0], shown.planned.items[0]
        assert now.kruskal_wallis.statistic == pytest.approx(then.kruskal_wallis.statistic, rel=1e-12)
        assert now.kruskal_wallis.p_value == pytest.approx(then.kruskal_wallis.p_value, rel=1e-9)
        for pair, was in zip(now.pairs, then.pairs, strict=True):
            assert pair.cliffs_delta.estimate == was.cliffs_delta.estimate
    client = signed_in(app, "researcher")
    delta = f"{shown.planned.items[0].pairs[0].cliffs_delta.estimate:.2f}"
    assert delta in client.get(f"/staff/studies/{STUDY}/results/ac").text
    with app.app_context():
        put_answers({"civil_servant": 5}, seed=2)
        newer = release_store().release(loaded, count_release)
        assert newer.forms != shown.forms
        assert newer.planned.items[0].groups[1].n == 120
