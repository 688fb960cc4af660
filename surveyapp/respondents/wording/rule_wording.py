"""Skip rules as sentences, for pages without a script: "Only if you chose “Yes” in “Feedback sent”."."""

from collections.abc import Sequence

from flask_babel import gettext

from forms.languages import in_language
from forms.model.questionnaire import Questionnaire
from forms.model.skip_rules import SkipRule


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def rule_in_words(rule: SkipRule, form: Questionnaire, language: str) -> str:
    """Return the rule as one sentence."""
    return _("Only if %(condition)s.", condition=_Wording(form, language).condition(rule))


class _Wording:
    def __init__(self, form: Questionnaire, language: str) -> None:
        self.form, self.language = form, language

    def condition(self, rule: SkipRule) -> str:
        if rule.all is not None:
            return _(" and ").join(self.condition(part) for part in rule.all)
        if rule.any is not None:
            return _(" or ").join(self.condition(part) for part in rule.any)
        if rule.not_ is not None:
            return _("it is not the case that %(condition)s", condition=self.condition(rule.not_))
        return self._comparison(rule)

    def _comparison(self, rule: SkipRule) -> str:
        question = self._name(rule.item or "")
        if rule.answered is not None:
            if rule.answered:
                return _("you answered “%(question)s”", question=question)
            return _("you did not answer “%(question)s”", question=question)
        chosen = _first(rule.is_, rule.includes, rule.in_)
        if chosen is not None:
            answer = self._labels(rule.item or "", chosen)
            return _("you chose %(answer)s in “%(question)s”", answer=answer, question=question)
        excluded = _first(rule.is_not, None, rule.not_in)
        if excluded is not None:
            answer = self._labels(rule.item or "", excluded)
            return _(
                "you answered “%(question)s” with something else than %(answer)s", question=question, answer=answer
            )
        if rule.at_least is not None:
            return _("“%(question)s” is %(number)s or more", question=question, number=rule.at_least)
        return _("“%(question)s” is %(number)s or less", question=question, number=rule.at_most)

    def _name(self, question_id: str) -> str:
        question = self.form.question(question_id)
        return in_language(question.short or question.wording, self.language)

    def _labels(self, question_id: str, codes: Sequence[int]) -> str:
        labels = {
            option.code: in_language(option.label, self.language) for option in self.form.question(question_id).options
        }
        return _(" or ").join(f"“{labels.get(code, str(code))}”" for code in codes)


def _first(one: int | None, other: int | None, several: Sequence[int] | None) -> Sequence[int] | None:
    if one is not None:
        return (one,)
    return (other,) if other is not None else several
