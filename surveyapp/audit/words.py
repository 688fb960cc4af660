"""The wording of the audit log on pages and in commands."""

import json
from collections.abc import Callable

from flask_babel import gettext

from surveyapp.audit.acts import Act
from surveyapp.audit.chain import ChainFault, Kind
from surveyapp.instance.faults import N_

_ACTS = {
    Act.INSTANCE_SET_UP: N_("Set up the installation"),
    Act.SIGNED_IN: N_("Signed in"),
    Act.SIGN_IN_FAILED: N_("Sign-in refused"),
    Act.SIGNED_OUT: N_("Signed out"),
    Act.ACCOUNT_ADDED: N_("Added an account"),
    Act.ACCOUNT_CLOSED: N_("Closed an account"),
    Act.ACCOUNT_REOPENED: N_("Reopened an account"),
    Act.RESEARCHER_CONSENTED: N_("Agreed to the rights of a researcher"),
    Act.PASSWORD_CHANGED: N_("Changed a password"),
    Act.LANGUAGE_CHANGED: N_("Changed the language"),
    Act.SECOND_FACTOR_ON: N_("Turned the second step on"),
    Act.SECOND_FACTOR_OFF: N_("Turned the second step off"),
    Act.RECOVERY_CODE_USED: N_("Signed in with a recovery code"),
    Act.STUDY_LOADED: N_("Loaded a study"),
    Act.STUDY_MOVED: N_("Changed the state of a study"),
    Act.STUDY_REOPENED: N_("Reopened a study"),
    Act.STUDY_DELETED: N_("Deleted a study"),
    Act.CODES_MADE: N_("Made codes"),
    Act.BOX_OPENED: N_("Opened the ballot box"),
    Act.BOX_REFUSED: N_("Wrong passphrase for the ballot box"),
    Act.RESULTS_COUNTED_ANEW: N_("Recomputed damaged results"),
    Act.FILE_TAKEN: N_("Downloaded a file"),
    Act.DATA_FILE_KEPT: N_("Uploaded a data file"),
    Act.DATA_FILE_DELETED: N_("Deleted an uploaded file"),
    Act.VALUE_ALTERED: N_("Found a value altered in the database"),
    Act.BACKUP_MADE: N_("Made a backup"),
    Act.BACKUP_RESTORED: N_("Restored a backup"),
}
FAULTS = {
    Kind.ALTERED: N_("Line {line} was changed, or the line before it was removed."),
    Kind.MISSING: N_("Line {line} is missing."),
    Kind.CUT_OFF: N_("The log ends too early: line {line} and what followed it are missing."),
    Kind.ANOTHER: N_("Line {line} is not the line that this installation wrote."),
    Kind.NO_HEAD: N_("The file that names the newest line is missing; lines after line {line} may be gone."),
}


def act_name(act: str) -> str:
    """Return the name of the act in the language of the page."""
    return str(gettext(_ACTS[Act(act)])) if act in Act._value2member_map_ else act


def fault_in_words(fault: ChainFault, translate: Callable[[str], str]) -> str:
    """Return the sentence that describes a fault in the log."""
    return translate(FAULTS[fault.kind]).format(line=fault.seq)


def details_in_words(details: str) -> str:
    """Return the details as ``name: value``."""
    return ", ".join(f"{name}: {value}" for name, value in json.loads(details).items()) if details else ""
