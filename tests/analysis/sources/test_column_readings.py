"""How columns are understood: a pure function from what a file says to one reading per column."""

from analysis.sources.dataset import Codebook, Option, Variable
from analysis.sources.files.roles import Roles
from analysis.sources.understanding.column_facts import MOST_DIFFERENT, ColumnFacts, FactsCounter
from analysis.sources.understanding.column_readings import codebook_of, understand
from analysis.sources.understanding.declared_scales import scale_from_text
from forms.missing_values import Missing


def facts(name, *cells, variable=None):
    counter = FactsCounter()
    counter.add(cells, range(2, 2 + len(cells)))
    return counter.facts(variable or Variable(name))


def read(*columns, described=None, **roles):
    return understand(columns, Roles(**{"group": "", **roles}), described)


SCALE = [str(1 + at % 5) for at in range(20)]


def test_values_missing_cells_and_an_example_are_counted():
    (reading,) = read(facts("q1", *SCALE, "", "-8", "NA", "5"))
    assert (reading.role, reading.codes) == ("question", (1, 2, 3, 4, 5))
    assert (reading.values, reading.missing, reading.example) == (21, 3, "5")
    assert reading.reasons == {Missing.BLANK: 2, Missing.DONT_KNOW: 1}
    assert reading.doubts == ()


def test_a_text_among_numbers_is_a_doubt_with_its_place():
    (reading,) = read(facts("q1", *SCALE, "Đồng ý", "3"))
    assert [(doubt.code, doubt.about) for doubt in reading.doubts] == [("text_among_codes", "22:Đồng ý")]
    (declared,) = read(facts("q1", *SCALE, "Đồng ý", "3"), scales={"q*": scale_from_text("agree5")})
    assert (declared.doubts, declared.variable.scale, declared.values) == ((), "agree5", 22)


def test_a_code_outside_the_scale_is_a_doubt_until_it_is_declared():
    (reading,) = read(facts("q1", *SCALE, "99"))
    assert [(doubt.code, doubt.about) for doubt in reading.doubts] == [("undeclared_code", "99")]
    (declared,) = read(facts("q1", *SCALE, "99"), missing={"99": Missing.DONT_KNOW})
    assert (declared.doubts, declared.missing) == ((), 1)


def test_more_values_than_a_scale_has_are_a_doubt_until_they_are_amounts():
    cells = [str(3 * at) for at in range(15)] * 3
    (reading,) = read(facts("compid", *cells))
    assert [(doubt.code, doubt.about) for doubt in reading.doubts] == [("many_values", "15")]
    (declared,) = read(facts("compid", *cells), amounts=("compid",))
    assert (declared.doubts, declared.variable.kind) == ((), "numeric")


def test_one_column_is_the_group_and_one_the_cluster():
    columns = [facts(name, *"ABAB" * 4) for name in ("nhóm", "mẫu phiếu", "đơn vị", "tỉnh")]
    assert [reading.role for reading in read(*columns)] == ["group", "attribute", "cluster", "attribute"]
    declared = read(*columns, group="mẫu phiếu")
    assert [reading.role for reading in declared] == ["attribute", "group", "cluster", "attribute"]


def test_declared_roles_go_before_a_codebook_and_a_codebook_before_guesses():
    book = Codebook((Variable("x", role="text"), Variable("y", role="text")))
    columns = [facts(name, *SCALE) for name in "xyz"]
    found = read(*columns, described=book, declared={"y": "attribute"})
    assert [(reading.role, reading.why) for reading in found] == [
        ("text", "declared"),
        ("attribute", "declared"),
        ("question", "content"),
    ]


def test_the_labels_of_a_file_stay_with_the_column():
    variable = Variable("q1", "nominal", {"vi": "Câu 1"}, (Option(1, {"vi": "Một"}),), averaged=False)
    (reading,) = read(facts("q1", *["1"] * 8, "9", variable=variable))
    assert (reading.variable.kind, reading.label) == ("nominal", {"vi": "Câu 1"})
    assert [doubt.code for doubt in reading.doubts] == ["undeclared_code"]


def test_a_codebook_keeps_every_reading():
    columns = [facts("STT", *map(str, range(1, 21))), facts("q1", *SCALE), facts("q2", *["Đồng ý", "Không biết"] * 10)]
    roles = Roles("", missing={"99": Missing.REFUSED})
    readings = understand(columns, roles)
    book = codebook_of(readings, roles)
    assert [variable.role for variable in book.variables] == ["identifier", "question", "question"]
    assert book.missing == {"99": Missing.REFUSED}
    assert book.variable("q1").missing == {}
    assert book.variable("q2").missing == {"Không biết": Missing.DONT_KNOW}
    again = understand(columns, Roles(""), book)
    assert [(reading.role, reading.variable.options, reading.values) for reading in again] == [
        (reading.role, reading.variable.options, reading.values) for reading in readings
    ]


def test_a_column_of_more_different_cells_than_are_kept_is_no_question():
    counter = FactsCounter()
    cells = [str(7 * at) for at in range(MOST_DIFFERENT + 500)]
    counter.add(cells, range(len(cells)))
    found = counter.facts(Variable("x"))
    assert (len(found.people), found.rows) == (MOST_DIFFERENT, len(cells))
    assert understand([found], Roles(""))[0].role == "identifier"


def test_nothing_is_understood_as_nothing():
    (reading,) = understand([ColumnFacts(Variable("x"), {"": 3})], Roles(""))
    assert (reading.role, reading.why, reading.values, reading.example) == ("left_out", "empty", 0, "")
