from pathlib import Path

import pytest

from forms.loading.studies import find_study, load_study
from forms.writing import study_documents

STUDIES = Path(__file__).parents[2] / "studies"
FOLDERS = [find_study("khanh_hoa_2019"), *sorted(path for path in STUDIES.iterdir() if (path / "study.yaml").exists())]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_study_written_back_loads_to_the_same_version(folder: Path, tmp_path: Path) -> None:
    study = load_study(folder)
    for name, text in study_documents(study).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = load_study(tmp_path)
    assert again.model_dump() == study.model_dump()
    assert again.version == study.version


def test_texts_that_look_like_other_types_stay_texts(tmp_path: Path) -> None:
    study = load_study(FOLDERS[0])
    odd = {"vi": "no", "en": "012"}
    changed = study.model_copy(update={"title": odd})
    (tmp_path / "study.yaml").write_text(study_documents(changed)["study.yaml"], encoding="utf-8")
    for name, text in study_documents(study).items():
        if name != "study.yaml":
            (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_study(tmp_path).title == odd
