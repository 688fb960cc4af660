"""Reasons for missing values: stored in a separate field, never as a number that could be an answer (METHOD 13)."""

from enum import IntEnum


class Missing(IntEnum):
    """The reason for a missing value, with its code in data files."""

    BLANK = -1
    NOT_ASKED = -2
    UNREADABLE = -3
    NOT_IN_FORM = -4
    NOT_REACHED = -5
    NOT_APPLICABLE = -7
    DONT_KNOW = -8
    REFUSED = -9


CHOOSABLE = (Missing.NOT_APPLICABLE, Missing.DONT_KNOW, Missing.REFUSED)
"""The reasons a respondent may state; the form sets the others."""

STATA_LETTERS = dict(zip(Missing, [".a", ".b", ".c", ".d", ".e", ".f", ".g", ".h"], strict=True))
"""Stata's extended missing values, in the order of the reasons."""

NON_RESPONSE = (Missing.BLANK, Missing.UNREADABLE, Missing.NOT_REACHED, Missing.DONT_KNOW, Missing.REFUSED)
"""The reasons of people who were asked and could have answered; the others were not asked, or had nothing to say."""
