"""How long a form takes, estimated from its words, so that the first page can promise it honestly (METHOD 18).

Vietnamese is written syllable by syllable; what stands between two spaces is a syllable ("tiếng"). No norm for the
silent reading of Vietnamese by adults is known to us. English non-fiction is read at 238 words a minute (Brysbaert
2019, doi:10.1016/j.jml.2019.104047, from 190 studies), and a Vietnamese translation has roughly 1.3 syllables for each
English word, which would make some 300. A statement one has to judge is read with more care than a story, on a phone
more slowly still: we take 240. The seconds for making up one's mind and answering are our own allowance. Both are to
be replaced by the bands of time that the pilot itself records.

A list of options is counted once where questions on the same scale follow each other. The estimate is that of the
longest way through the form: every question asked.
"""

from collections.abc import Iterable, Sequence

from forms.languages import DEFAULT_LANGUAGE, in_language
from forms.model.frozen import Text
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question

SYLLABLES_A_MINUTE = 240
OPTIONS_READ = 12
"""Nobody reads seventy agencies to find one: a longer list is searched, which counts as reading so many of it."""


def estimated_minutes(questionnaire: Questionnaire, language: str = DEFAULT_LANGUAGE) -> float:
    """Minutes for the longest way through the form, first page included."""
    titles = [section.title for section in questionnaire.sections]
    abouts = [section.about for section in questionnaire.sections if section.about]
    texts = [questionnaire.title, *questionnaire.introduction, *titles, *abouts]
    return minutes_for(texts, questionnaire.questions, language)


def minutes_for(texts: Iterable[Text], questions: Sequence[Question], language: str = DEFAULT_LANGUAGE) -> float:
    """Minutes for reading ``texts`` and answering ``questions`` in their order."""
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
    return syllables / SYLLABLES_A_MINUTE + seconds / 60


def _syllables(text: Text | None, language: str) -> int:
    return len(in_language(text, language).split()) if text else 0
