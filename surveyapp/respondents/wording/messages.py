"""Messages to respondents that are not part of the study, in the language of the page."""

from flask_babel import gettext

from forms.missing_values import Missing
from forms.model.states import State
from forms.translation import translate
from surveyapp.ballot_box.casting import Refusal
from surveyapp.database.bound_values import FOR_RESPONDENTS
from surveyapp.respondents.wording.keeping_messages import keeping_wording
from surveyapp.web.languages import page_language


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def reason_in_words(reason: Missing) -> str:
    """Return the label of a stated reason for not answering."""
    return {
        Missing.NOT_APPLICABLE: _("Does not apply"),
        Missing.DONT_KNOW: _("I do not know"),
        Missing.REFUSED: _("I prefer not to answer"),
    }[reason]


def refusal_in_words(refusal: Refusal, state: State | None = None) -> str:
    """Return the message for a refused ballot. It never tells how the code was used before. ``state``: of the study, if
    that is the reason.
    """
    if state is not None:
        return translate(state.entry.refusal, page_language())
    return {
        Refusal.CODE_NOT_VALID: _(
            "This code is not valid or was already used. Please check it against your card; "
            "your answers are still on this page."
        ),
        Refusal.CODE_NEEDED: _("Please enter the code on your card."),
        Refusal.NO_SUCH_FORM: _("This questionnaire has changed. Please check your answers and send them again."),
        Refusal.NONCE_NEEDED: _("Please check your answers and send them again."),
        Refusal.NOT_YET_OPEN: translate(State.DRAFT.entry.refusal, page_language()),
        Refusal.ALTERED: _(FOR_RESPONDENTS),
        Refusal.CLOSED: translate(State.CLOSED.entry.refusal, page_language()),
    }[refusal]


def answers_received() -> str:
    """Return the heading of the page with the receipt."""
    return _("Your answers have been received")


def receipt_wording() -> dict[str, str]:
    """Return the text around the receipt number."""
    return {
        "receipt_label": _("Receipt number"),
        "receipt_note": _(
            "Please note it down if you wish. It leads to no answer and to no person. You may close this page now."
        ),
        "receipt_another": _("A form for another person on this device"),
    }


def received_before() -> str:
    """Return the message for a repeated sending. It is also true if an answer was changed in between."""
    return _("This form had already arrived before. It counts once, with the answers that arrived first.")


def busy() -> str:
    """Return the message if the database does not respond in time."""
    return _(
        "The server is busy. Your answers are still on this page: please send them again in a minute. "
        "However often you send them, they count once."
    )


def state_in_words(state: State) -> tuple[str, str]:
    """Return heading and advice if a study takes no answers."""
    return translate(state.entry.heading, page_language()), translate(state.entry.advice, page_language())


def promise(keeps_unit: bool, one_per_unit: bool) -> str:
    """Return the summary of what happens to the answers, shown before sending (rule 12 of docs/method.md)."""
    if keeps_unit and one_per_unit:
        return _(
            "Your answers are confidential, not anonymous: your agency is kept with them, and one person in each "
            "agency is asked. No name, day or time is stored."
        )
    if keeps_unit:
        return _(
            "Your answers are confidential: the agency is kept with them, but no name, day or time. "
            "Figures about few people are never shown."
        )
    return _("Your answers are anonymous: no name, agency, day or time is stored with them.")


def script_wording() -> dict[str, str]:
    """Return the messages of the script, which fills in names in braces."""
    return {
        "part": _("Part {part}/{parts}"),
        "minutes_left": _("about {minutes} minutes left"),
        "minute_left": _("about a minute left"),
        "begin": _("Begin"),
        "agree": _("I agree, begin"),
        "back": _("Back"),
        "decline_heading": _("Do you not want to take part?"),
        "decline_lost": _("The answers that you have given are not sent."),
        "checking_code": _("Checking the code…"),
        "next": _("Continue"),
        "send": _("Send the form"),
        "sending": _("Sending…"),
        "take_back": _("Clear"),
        "change": _("Change"),
        "answer_now": _("Answer"),
        "question_number": _("Question {number}"),
        "check_blanks": _("Not answered yet ({count})"),
        "check_given": _("Look through the answers you have given ({count})"),
        "not_answered": _("Not answered"),
        "blanks_left": _("{count} questions of the part before are blank."),
        "blank_left": _("One question of the part before is blank."),
        "blanks_look": _("Look at them"),
        "gate_heading": _("You have not answered this question yet"),
        "gate_blank": _("If it stays blank, {count} of the parts that follow are left out."),
        "gate_go_on": _("Leave it blank"),
        "check_full": _("You have answered every question. You can still change your answers."),
        "check_blank": _("Questions left blank: {count}. You may leave them blank, or answer them now."),
        "fault_prefix": _("Error:"),
        "fault_heading": _("There is something to correct"),
        "faults_heading": _("There are some things to correct"),
        "required": _("Please choose one of the answers."),
        "too_many": _("Please choose at most {most}; {chosen} are chosen now."),
        "points_whole": _("Please enter whole numbers from 0 to {total}."),
        "points_sum": _("Please share out exactly {total} points; now there are {sum}."),
        "number_least": _("Please enter a number of at least {low}."),
        "number_range": _("Please enter a number from {low} to {high}."),
        "counter": _("{chosen}/{most} chosen"),
        "counter_full": _("All {most} are chosen. Tap one of them to take it back."),
        "rank_given": _("{option}: place {place}"),
        "rank_removed": _("{option}: no longer ranked"),
        "rank_place": _("Place {place}"),
        "sum_left": _("{left} points left"),
        "sum_full": _("All {total} points are shared out"),
        "sum_over": _("{left} points too many"),
        "step_up": _("{option}: {step} points more"),
        "step_down": _("{option}: {step} points fewer"),
        "search_hint": _("Type to search"),
        "search_found": _("{count} found"),
        "search_none": _("Nothing found. Please try fewer letters."),
        "letters_left": _("{count} characters left"),
        "code_needed": _("Please enter the code on your card."),
        "code_short": _("The code has 16 letters and digits; {count} are entered."),
        "code_long": _("The code has 16 letters and digits; {count} are entered, which is too many."),
        "code_wrong": _("This code contains a mistake. Please compare it with your card, character by character."),
        "code_last_four": _("Please enter the last 4 letters and digits of the code on your card."),
        "scan_shared": _(
            "Several people use this device, so a scanned code is not used here: please type the code on your card."
        ),
        "code_complete": _("The code is complete."),
        "not_sent_heading": _("Your answers have not been sent"),
        **keeping_wording(),
    }
