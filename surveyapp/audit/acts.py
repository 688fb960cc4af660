from enum import StrEnum


class Act(StrEnum):
    """The acts of staff. The values are stored in the log and never change."""

    INSTANCE_SET_UP = "instance.set_up"
    SIGNED_IN = "session.begun"
    SIGN_IN_FAILED = "session.refused"
    SIGNED_OUT = "session.ended"
    ACCOUNT_ADDED = "account.added"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_REOPENED = "account.reopened"
    RESEARCHER_CONSENTED = "account.consented"
    PASSWORD_CHANGED = "account.password"  # noqa: S105 - an act, not a password
    LANGUAGE_CHANGED = "account.language"
    SECOND_FACTOR_ON = "account.second_factor_on"
    SECOND_FACTOR_OFF = "account.second_factor_off"
    RECOVERY_CODE_USED = "account.recovery_code"
    STUDY_LOADED = "study.loaded"
    STUDY_MOVED = "study.moved"
    STUDY_REOPENED = "study.reopened"
    STUDY_DELETED = "study.deleted"
    CODES_MADE = "codes.made"
    BOX_OPENED = "box.opened"
    BOX_REFUSED = "box.refused"
    RESULTS_COUNTED_ANEW = "results.counted_anew"
    FILE_TAKEN = "file.taken"
    DATA_FILE_KEPT = "data_file.kept"
    DATA_FILE_DELETED = "data_file.deleted"
    VALUE_ALTERED = "value.altered"
    BACKUP_MADE = "backup.made"
    BACKUP_RESTORED = "backup.restored"
