"""Estimates how long a form takes from its words, so that the first page can state a realistic length (METHOD 18).

In Vietnamese, text between two spaces is a syllable ("tiếng"). We know of no norm for silent reading of Vietnamese by
adults. English non-fiction is read at 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, from 190
studies), and a Vietnamese translation has roughly 1.3 syllables for each English word, which would give about 300
syllables a minute. Statements to be judged are read more slowly than stories, and more slowly still on a phone: we
assume 240. The seconds for deciding and answering are our own assumption. Both should be replaced by the time bands
that the pilot records.

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
"""Pace of a slow reader, for example an elderly one: three quarters of the usual pace, our own assumption."""

OPTIONS_READ = 12
"""Maximum number of options counted as read; respondents search longer lists, such as seventy agencies."""


def estimated_minutes(
    questionnaire: Questionnaire, language: str = DEFAULT_LANGUAGE, pace: int = SYLLABLES_A_MINUTE
) -> float:
    """Minutes for the longest path through the form, first page included, at ``pace`` syllables a minute."""
    titles = [section.title for section in questionnaire.sections]
    abouts = [section.about for section in questionnaire.sections if section.about]
    texts = [questionnaire.title, *questionnaire.introduction, *titles, *abouts]
    return minutes_for(texts, questionnaire.questions, language, pace)


def minutes_for(
    texts: Iterable[Text],
    questions: Sequence[Question],
    language: str = DEFAULT_LANGUAGE,
    pace: int = SYLLABLES_A_MINUTE,
) -> float:
    """Minutes for reading ``texts`` at ``pace`` syllables a minute and answering ``questions`` in their order."""
    syllables = float(sum(_syllables(text, language) for text in texts))
    seconds = 0.0
    scale_before: str | None = None
    for question in questions:
        syllables += _syllables(question.wording, language) + _syllables(question.hint, language)
        if question.scale is None or question.scale != scale_before:
            listed = sum(_syllables(option.label, language) for option in question.options)
            syllables += listed * min(1.0, OPTIONS_READ / max(1, len(question.options)))
        scale_before = question.scale
        seconds += question.rules.seconds
    return syllables / pace + seconds / 60


def _syllables(text: Text | None, language: str) -> int:
    return len(in_language(text, language).split()) if text else 0
