"""Messages about saving and sending answers, and about shared devices."""

from flask_babel import gettext


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def keeping_wording() -> dict[str, str]:
    """The messages shown by the script."""
    return {
        "not_sent": _(
            "No confirmation has come back, so we do not know whether your form arrived. Your answers are still on "
            "this page: please check the connection and send again. However often you send them, they count once."
        ),
        "not_confirmed_heading": _("No confirmation has arrived yet"),
        "offline": _(
            "This device is not connected to the network. Nothing was sent, and your answers are still on this page: "
            "please connect and try again."
        ),
        "send_again": _("Send again"),
        "no_memory": _(
            "This browser keeps nothing for you. Please do not close or reload this page before you have sent the "
            "form, or save it to continue later."
        ),
        "draft_save": _("Save and continue later"),
        "draft_copy": _("Copy the code"),
        "draft_copied": _("Copied."),
        "draft_marked": _("The code is marked: please copy it, or write it down."),
        "draft_noted": _("Have you written down the resume code?"),
        "draft_not_noted": _("Not yet"),
        "draft_saved": _("Your form is saved"),
        "draft_kept": _(
            "It is kept for at least {weeks} weeks, locked so that nobody can read it without the code, and deleted "
            "when you send the form, when the time is over or when the survey closes."
        ),
        "draft_by_card": _(
            "To continue, on this device or another one, please open this questionnaire and enter the code on your "
            "card."
        ),
        "draft_note_code": _(
            "Please write down this resume code now: it is shown only once, and nobody can find it for you. To "
            "continue, on this device or another one, please open this questionnaire and enter it."
        ),
        "draft_go_on": _("Continue answering"),
        "draft_leave": _("Stop for now"),
        "draft_failed": _(
            "The server could not be reached or is busy, so nothing was saved or opened. Your answers are still on "
            "this page: please try again in a minute."
        ),
        "draft_resume": _("Continue a saved form"),
        "draft_resume_card": _("Please enter the code on your card above, then open the saved form."),
        "draft_resume_code": _("Resume code"),
        "draft_code_needed": _("Please enter the resume code."),
        "draft_open": _("Open the saved form"),
        "draft_anew": _("Start a new form"),
        "draft_opened": _("Your saved form is open, with every answer that you had given."),
        "draft_found": _("A saved form exists for this code"),
        "draft_found_choose": _("Would you like to continue it? If you begin anew and save again, it is replaced."),
        "shared_note": _("Shared device: nothing you enter is kept on it. Please choose the language first."),
        "shared_clear": _("Clear the form"),
        "shared_clear_sure": _("Everything entered on this page will be gone."),
        "shared_choose": _("This device is used by several people"),
        "idle_heading": _("Are you still there?"),
        "idle": _("To protect your answers, this form will be cleared in one minute."),
        "idle_left": _("{seconds} seconds left"),
        "idle_stay": _("Continue answering"),
    }


def no_draft() -> str:
    """The reply if nothing is saved under a code. It is the same for wrong codes and for drafts sent or deleted."""
    return _(
        "No saved form was found under this code. Please check the code. A form is deleted when it is sent, when its "
        "time is over or when the survey closes."
    )


def draft_too_large() -> str:
    """The message for a form larger than any real one."""
    return _("The form is too large to be saved. Please shorten your texts.")


def not_taking_part() -> str:
    """The message after consent was refused."""
    return _("You have chosen not to take part. Only a count of refusals was stored.")


def after_leaving(reason: str) -> tuple[str, list[str]]:
    """Heading and sentences of the page for the next person.

    All reasons have four letters, so that the length of the address reveals nothing: "sent", "kept" (a draft), "none"
    (no consent), "idle". Pages opened before an update may still send "saved" or "refused".
    """
    nothing = _("Nothing from the form remains on this device.")
    hand_over = _("Please hand the device to the next person")
    if reason == "sent":
        return hand_over, [_("The form has been received. Thank you."), nothing]
    if reason in ("kept", "saved"):
        return _("Your form is saved"), [nothing, _("You may close this page now.")]
    if reason in ("none", "refused"):
        return hand_over, [not_taking_part()]
    return hand_over, [_("The form was cleared. No confirmation of sending it had come."), nothing]
