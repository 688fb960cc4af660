"""The report of a comparison, as an HTML page and a Word document.

``write_report`` is the entry point. It needs matplotlib and python-docx, so it is imported only on first use.
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
