"""What an author of a study is told: per code, what was found and what to do, as English sentences to be translated."""

from forms.translation import N_

AUTHOR_MESSAGES: dict[str, tuple[str, str]] = {
    # Files and YAML
    "no-such-study": (
        N_("There is no study '{name}'."),
        N_("Name an installed study ({installed}) or the folder of one."),
    ),
    "missing-file": (N_("The study has no file '{name}'."), N_("Add the file to the study's folder.")),
    "unknown-file": (
        N_("The file belongs to no part of the study."),
        N_("Rename it after a respondent group, or remove it."),
    ),
    "two-frames": (N_("The study has more than one frame: {names}."), N_("Keep the frame of this round only.")),
    "file-too-large": (N_("The file has {bytes} bytes; at most {most} are read."), N_("Shorten the file.")),
    "not-utf8": (N_("The file is not written in UTF-8 from this line on."), N_("Save the file as UTF-8.")),
    "yaml-syntax": (
        N_("The file cannot be read from here on: {reason}."),
        N_("Check indentation, quotation marks, brackets and colons on this line and the one before."),
    ),
    "yaml-tag": (N_("The tag '{tag}' is not allowed."), N_("Write the value without '!'.")),
    "anchor": (N_("The anchor '&{name}' is not allowed."), N_("Write the content out where it is needed.")),
    "too-deep": (N_("The file is nested more than {most} levels deep."), N_("Flatten the content.")),
    "not-a-mapping": (N_("The file is not a mapping of keys to values."), N_("Begin with a key such as 'id:'.")),
    "key-not-text": (N_("A key is a list or a mapping."), N_("Use a plain word as the key.")),
    "duplicate-key": (
        N_("The key '{key}' stands here a second time; the first is on line {first}."),
        N_("Remove one of the two."),
    ),
    # Shape of records
    "missing-key": (N_("The key '{key}' is missing."), N_("Add it.")),
    "unknown-key": (N_("The key '{key}' means nothing here."), N_("Correct its spelling or remove it.")),
    "not-text": (N_("'{key}' is {value} instead of a text."), N_("Write a text, in quotation marks if need be.")),
    "not-a-number": (
        N_("'{key}' is {value} instead of a whole number."),
        N_("Write a whole number without leading zeros or quotation marks."),
    ),
    "not-true-or-false": (N_("'{key}' is {value} instead of true or false."), N_("Write true or false.")),
    "not-a-list": (N_("'{key}' is {value} instead of a list."), N_("Write a list, one entry after each '-'.")),
    "not-keys-and-values": (
        N_("'{key}' is {value} instead of keys with values."),
        N_("Write keys with values, such as {{vi: …, en: …}}."),
    ),
    "not-a-choice": (N_("'{key}' is {value}."), N_("Write one of: {expected}.")),
    "not-an-id": (
        N_("{value} is not an id."),
        N_("Begin with a small letter; use small letters, digits and underscores only, at most 40."),
    ),
    "too-small": (N_("'{key}' is {value}."), N_("Write a number of at least {expected}.")),
    "not-a-date": (N_("'{key}' is {value} instead of a date."), N_("Write the date as 2019-12-31.")),
    "wrong-length": (N_("'{key}' has a wrong number of entries."), N_("Write {expected} entries.")),
    "empty-text": (N_("The wording in '{language}' is empty."), N_("Write the sentence or remove the whole text.")),
    "rule-shape": (
        N_("The skip rule does not say exactly one thing."),
        N_("Write 'item' with one comparison, or one of 'all', 'any', 'not'."),
    ),
    "wrong-value": (N_("'{key}' is {value}: {reason}."), N_("Correct the value.")),
    "missing-language": (
        N_("The text has no wording in '{language}'."),
        N_("Add the wording in every language of the study."),
    ),
    "unknown-language": (
        N_("The text has a wording in '{language}', which is not a language of the study."),
        N_("Remove it or add the language to study.yaml."),
    ),
    # Ids and references
    "duplicate-id": (
        N_("The id '{id}' is used a second time; the first is in {file}, line {first}."),
        N_("Give every scale, construct, item, question, section and unit an id of its own."),
    ),
    "duplicate-code": (N_("'{id}' has the code {code} twice."), N_("Give every option a code of its own.")),
    "unknown-group": (N_("There is no respondent group '{id}'."), N_("Use a group of study.yaml: {known}.")),
    "unknown-scale": (N_("There is no scale '{id}'."), N_("Use a scale of scales.yaml or add this one.")),
    "unknown-construct": (N_("There is no construct '{id}'."), N_("Use a construct of items.yaml or add this one.")),
    "unknown-question": (
        N_("There is no item or question '{id}'."),
        N_("Use an id of items.yaml or questions.yaml, or add this one."),
    ),
    "unknown-stratum": (N_("There is no stratum '{id}'."), N_("Use a stratum of the frame or add this one.")),
    "group-twice": (N_("The group '{id}' has two entries."), N_("Keep one entry per group.")),
    # Scales and options
    "scale-options": (
        N_("The scale '{id}' has no answers: {reason}."),
        N_("Give a range 'low' and 'high', any other scale two options or more."),
    ),
    "scale-order": (
        N_("The codes of the ordinal scale '{id}' are not in order."),
        N_("List the options from one end of the scale to the other, by rising or falling code."),
    ),
    "scale-middle": (
        N_("'{key}' of the scale '{id}' is {code}, which is not one of its codes."),
        N_("Use one of: {known}."),
    ),
    "scale-middle-unbalanced": (
        N_("The middle of the scale '{id}' has {below} options on one side and {above} on the other."),
        N_("Name as the middle the option that has as many on either side, or none."),
    ),
}
