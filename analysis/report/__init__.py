"""The report: what was compared and found, as a page to read and a document to edit.

``write_report`` is what callers use. It imports matplotlib and python-docx, so it is imported when it is first named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.report.plan import StudyTexts
    from analysis.report.writing import write_report

__all__ = ["StudyTexts", "write_report"]


def __getattr__(name: str) -> Any:
    if name == "write_report":
        from analysis.report.writing import write_report

        return write_report
    if name == "StudyTexts":
        from analysis.report.plan import StudyTexts

        return StudyTexts
    raise AttributeError(name)
