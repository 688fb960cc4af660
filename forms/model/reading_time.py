"""Estimates how long a form takes from its words, so that the first page can state a realistic length (METHOD 18).

In Vietnamese, text between two spaces is a syllable ("tiếng"). We know of no norm for silent reading of Vietnamese by
adults. English non-fiction is read at 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, from 190
studies), and a Vietnamese translation has roughly 1.3 syllables for each English word, which would give about 300
syllables a minute. Statements to be judged are read more slowly than stories, and more slowly still on a phone: we
assume 240. The seconds for deciding and answering are our own assumption. The seconds for a screen are chosen so that
the estimates lie inside those of the reviewers who filled in the first forms of the pilot: 14–16, 15–17 and 9–11
minutes (docs/studies/khanh_hoa_2019.md). All of them should be replaced by the time bands that the pilot records.

A list of options is counted once if consecutive questions share a scale. The estimate is for the longest path through
the form: every question is asked.
"""

from collections.abc import Iterable, Sequence

from forms.languages import DEFAULT_LANGUAGE, in_language
from forms.model.frozen import Text
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question

SYLLABLES_A_MINUTE = 240
SLOW_SYLLABLES_A_MINUTE = 180
"""Pace of a slow reader, for example an elderly one: three quarters of the usual pace, our own assumption. Deciding and
tapping take such a person longer in the same proportion.
"""

SECONDS_A_SCREEN = 2.0
"""For leaving a screen and finding the place on the next one."""

OPTIONS_READ = 15
"""Maximum number of options counted as read; respondents search longer lists, such as seventy agencies."""


def estimated_minutes(
    questionnaire: Questionnaire, language: str = DEFAULT_LANGUAGE, pace: int = SYLLABLES_A_MINUTE
) -> float:
    """Minutes for the longest path through the form, first page included, at ``pace`` syllables a minute."""
    titles = [section.title for section in questionnaire.sections]
    abouts = [section.about for section in questionnaire.sections if section.about]
    texts = [questionnaire.title, *questionnaire.introduction, *titles, *abouts]
    return minutes_for(texts, questionnaire.questions, language, pace, screens=len(questionnaire.sections))


def minutes_for(
    texts: Iterable[Text],
    questions: Sequence[Question],
    language: str = DEFAULT_LANGUAGE,
    pace: int = SYLLABLES_A_MINUTE,
    screens: int = 0,
) -> float:
    """Minutes for reading ``texts`` at ``pace`` syllables a minute and answering ``questions`` in order on so many
    screens.
    """
    syllables = float(sum(_syllables(text, language) for text in texts))
    scale_before: str | None = None
    for question in questions:
        syllables += _syllables(question.wording, language) + _syllables(question.hint, language)
        if question.scale is None or question.scale != scale_before:
            listed = sum(_syllables(option.label, language) for option in question.options)
            syllables += listed * min(1.0, OPTIONS_READ / max(1, len(question.options)))
        scale_before = question.scale
    return minutes_of(syllables, sum(question.rules.seconds for question in questions), screens, pace)


def minutes_of(syllables: float, seconds: float, screens: int, pace: int = SYLLABLES_A_MINUTE) -> float:
    """Minutes for so many syllables, seconds of deciding and answering at the usual pace, and screens."""
    return syllables / pace + (seconds + SECONDS_A_SCREEN * screens) / 60 * SYLLABLES_A_MINUTE / pace


def _syllables(text: Text | None, language: str) -> int:
    return len(in_language(text, language).split()) if text else 0
