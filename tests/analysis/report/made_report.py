"""A small study with every case that a report must handle, and its report, made once for all tests."""

from functools import cache

import numpy as np

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.report.content import build
from analysis.report.plan import StudyTexts
from analysis.results import Comparability, Comparison
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.views.document import Document
from forms.missing_values import Missing

AGREE5 = tuple(
    Option(code, {"vi": vi, "en": en})
    for code, (vi, en) in enumerate(
        [
            ("Hoàn toàn không đồng ý", "Strongly disagree"),
            ("Không đồng ý", "Disagree"),
            ("Nửa đồng ý, nửa không đồng ý", "Half agree, half disagree"),
            ("Đồng ý", "Agree"),
            ("Hoàn toàn đồng ý", "Strongly agree"),
        ],
        1,
    )
)
GROUPS = (
    Group("leader", {"vi": "Người đứng đầu", "en": "Heads"}),
    Group("civil_servant", {"vi": "Cán bộ, công chức", "en": "Civil servants"}),
    Group("outsider", {"vi": "Người ngoài cơ quan", "en": "Outsiders"}),
)
SIZES = (60, 300, 200)
STUDY = StudyTexts(
    title={"vi": "Trách nhiệm của người đứng đầu", "en": "Responsibility of heads"},
    source={"vi": "Kết quả khảo sát", "en": "Survey results"},
)


def _agree(name: str, construct: str | None = "answerability", **more: object) -> Variable:
    label = {"vi": f"Giải thích rõ lý do <{name}>", "en": f"Explains reasons <{name}>"}
    wording = {"leader": {"vi": f"Tôi giải thích rõ lý do <{name}>.", "en": f"I explain reasons <{name}>."}}
    return Variable(
        name,
        label=label,
        options=AGREE5,
        neutral_code=3,
        construct=construct,
        wording=wording,
        **more,  # type: ignore[arg-type]
    )


def made_dataset(clustered: bool = True, mark: str | None = None) -> Dataset:
    """Three groups in 60 agencies: four items on agreement, of which outsiders are not asked one and one is side by
    side; a constant item, a nominal one, one that seven civil servants answered, and a range from 1 to 10.
    """
    rng = np.random.default_rng(20190531)
    group = np.repeat(np.arange(3), SIZES)
    cluster = np.concatenate([np.arange(60), rng.integers(0, 60, 300), rng.integers(0, 60, 200)])
    latent = np.array([1.2, 0.3, -0.2])[group] + rng.normal(0, 0.3, 60)[cluster]
    columns = {}
    for name in ("ac1", "ac2", "ac3", "ac4", "few"):
        x = 1 + np.searchsorted([-1.5, -0.5, 0.5, 1.5], latent + rng.normal(0, 1, len(group)))
        x[rng.random(len(group)) < 0.05] = Missing.DONT_KNOW
        columns[name] = x
    columns["ac3"][group == 2] = Missing.NOT_IN_FORM
    columns["few"][np.flatnonzero(group == 1)[7:]] = Missing.BLANK
    columns["same"] = np.full(len(group), 4)
    columns["way"] = rng.integers(1, 4, len(group))
    columns["overall"] = np.clip(np.rint(6 + 2 * latent + rng.normal(0, 1, len(group))), 1, 10)
    side = {frozenset(("leader", "outsider")): Comparability.SIDE_BY_SIDE}
    variables = (
        *(_agree(name) for name in ("ac1", "ac2", "ac3")),
        _agree("ac4", comparability=side, reversed=True),
        _agree("few", construct=None),
        _agree("same", construct=None),
        Variable(
            "way", kind="nominal", options=tuple(Option(c, {"en": f"way {c}"}) for c in (1, 2, 3, 4)), averaged=False
        ),
        Variable("overall", options=tuple(Option(code) for code in range(1, 11))),
    )
    constructs = {"answerability": {"vi": "Giải trình, đối thoại", "en": "Answerability"}}
    return Dataset(
        Codebook(variables, GROUPS, constructs),
        {name: values.astype(np.int16) for name, values in columns.items()},
        group.astype(np.int16),
        cluster.astype(np.int32) if clustered else None,
        tuple(map(str, range(60))) if clustered else (),
        mark=mark,
    )


@cache
def made_comparison(mark: str | None = None) -> Comparison:
    return compare(made_dataset(mark=mark), None, Thresholds())


@cache
def made_document(language: str = "vi", simulated: bool = True) -> Document:
    return build(made_comparison(), made_dataset().codebook, STUDY, language=language, simulated=simulated)


def all_texts(document: Document) -> list[str]:
    """Every text of the document, without figures."""
    found = [document.title, document.subtitle]
    for block in document.blocks:
        for value in (getattr(block, name, "") for name in ("text", "title", "unit", "alt")):
            found.append(str(value))
        found += [*getattr(block, "entries", ()), *getattr(block, "notes", ())]
        found += [column.label for column in getattr(block, "columns", ())]
        for row in getattr(block, "rows", ()):
            found += [*row.cells, row.heading, row.detail]
    return [text for text in found if text]
