"""Messages for respondents about answers that cannot be stored: polite, short, and with an instruction."""

from forms.translation import N_, translate

ANSWER_MESSAGES: dict[str, str] = {
    "required": N_("Please answer this question; the form cannot be sent without it."),
    "one-answer": N_("Please give one answer only."),
    "unknown-option": N_("Please choose one of the answers offered."),
    "exclusive-option": N_("Please choose either this answer alone or the others."),
    "too-many-options": N_("Please choose at most {most} answers."),
    "answer-and-reason": N_("Please either answer or state why you do not, not both."),
    "ranked-twice": N_("Please give each place to a different answer."),
    "rank-gap": N_("Please fill the first places first."),
    "whole-number-between": N_("Please enter a whole number from {low} to {high}."),
    "allocation-sum": N_("Please share out exactly {total} points; now there are {sum}."),
    "not-a-number": N_("Please enter a number in digits, such as 12."),
    "whole-number": N_("Please enter a whole number."),
    "too-many-decimals": N_("Please enter at most {decimals} digits after the decimal comma."),
    "number-at-least": N_("Please enter a number of at least {low}."),
    "number-between": N_("Please enter a number from {low} to {high}."),
    "not-a-date": N_("Please enter a date as day/month/year, such as 31/05/2019."),
    "year-between": N_("Please enter a year from {low} to {high}."),
    "text-too-long": N_("Please shorten this text to {most} characters; now it has {length}."),
}


def message(key: str, language: str, **values: str) -> str:
    """The message ``key`` in ``language`` with ``values`` filled in; KeyError for an unknown key."""
    return translate(ANSWER_MESSAGES[key], language).format_map(values)
