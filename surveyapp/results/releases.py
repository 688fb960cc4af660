"""What is shown, and when it may change.

Figures that follow every single new form would give that form away to whoever compares two days. So a study's results
are released together and stay as they are until, in every group that has grown, at least as many new people stand
behind the change as the threshold says (METHOD 11). A rehearsal has nobody to protect and follows every answer.
"""

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app

from surveyapp.results.queries import count_forms
from surveyapp.studies import LoadedStudy

if TYPE_CHECKING:
    from analysis.dataset import Codebook
    from analysis.results import Comparison

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Release:
    """The results of a study as they were counted from ``forms`` answer sheets per group and way of entry.

    ``planned`` compares the items of the plan, ``others`` the questions outside the bank, both without open entry;
    ``open_entry`` is what came in by the open link, shown beside.
    """

    version: str
    forms: Mapping[str, int]
    codebook: "Codebook"
    planned: "Comparison"
    others: "Comparison"
    open_entry: "Comparison | None"

    @property
    def number(self) -> str:
        """A short name of this release, for addresses and files that may be kept."""
        content = f"{FORMAT} {self.version} {sorted(self.forms.items())}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def is_due(shown: Mapping[str, int], now: Mapping[str, int], threshold: int) -> bool:
    """Whether the results may be counted again: something grew, and nothing by fewer people than the threshold.

    A group below the threshold was hidden so far, so that nothing can be subtracted from it.
    """
    changes = {name: now.get(name, 0) - shown.get(name, 0) for name in shown.keys() | now.keys()}
    return any(changes.values()) and all(
        change == 0 or change >= threshold or shown.get(name, 0) < threshold for name, change in changes.items()
    )


class Shelf:
    """The releases of this installation: in memory for this process, in the instance folder for the next one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: dict[str, Release] = {}
        # One at a time: counting twice side by side would only be slower, and the other cores are the respondents'.
        self._one = Lock()

    def release(self, loaded: LoadedStudy, compute: Callable[[LoadedStudy, Mapping[str, int]], Release]) -> Release:
        """The release to show now."""
        with self._one:
            now = count_forms(loaded.study.id)
            shown = self._shown.get(loaded.study.id) or self._read(loaded)
            fits = shown is not None and shown.version == loaded.study.version
            threshold = 1 if loaded.simulated else max(loaded.study.thresholds.respondents, 10)
            if shown is None or not fits or is_due(shown.forms, now, threshold):
                shown = compute(loaded, now)
                self._write(loaded, shown)
            self._shown[loaded.study.id] = shown
            return shown

    def _path(self, study_id: str) -> Path:
        return self._folder / f"{study_id}.release"

    def _read(self, loaded: LoadedStudy) -> Release | None:
        try:
            # Only this program writes into the instance folder, and whoever else can may read the database as well.
            kept = pickle.loads(self._path(loaded.study.id).read_bytes())  # noqa: S301
        except Exception:
            # Missing, of an older version of this program, or cut short: it is counted again.
            return None
        return kept[1] if kept[0] == FORMAT else None

    def _write(self, loaded: LoadedStudy, release: Release) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        draft = self._path(loaded.study.id).with_suffix(".draft")
        draft.write_bytes(pickle.dumps((FORMAT, release)))
        draft.chmod(0o600)
        draft.replace(self._path(loaded.study.id))


def shelf() -> Shelf:
    """The shelf of the current application."""
    found: Shelf = current_app.extensions["results"]
    return found
