"""Messages for authors of a study: for each code, what was found and what to do. English texts are catalogue keys."""

from forms.translation import N_

MORE_PLACES = N_("The same fault occurs at {more} more places.")

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
    "unreadable-file": (N_("The file cannot be opened: {reason}."), N_("Check the rights of the file.")),
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
        N_("The key '{key}' occurs a second time; the first is on line {first}."),
        N_("Remove one of the two."),
    ),
    # Shape of records
    "missing-key": (N_("The key '{key}' is missing."), N_("Add it.")),
    "unknown-key": (N_("The key '{key}' is not used here."), N_("Correct its spelling or remove it.")),
    "misspelt-key": (
        N_("The key '{key}' is not used here, and '{wanted}' is missing."),
        N_("Write '{wanted}' if that was meant."),
    ),
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
    "short-name-twice": (
        N_("The short name '{name}' belongs to the group '{other}'."),
        N_("Give every group a short name of its own, or none."),
    ),
    "wrong-length": (N_("'{key}' has a wrong number of entries."), N_("Write {expected} entries.")),
    "empty-text": (N_("The wording in '{language}' is empty."), N_("Write the sentence or remove the whole text.")),
    "rule-shape": (
        N_("The skip rule does not have exactly one condition."),
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
    "agency-not-listed": (
        N_("'{id}' has the role rated_agency, but its options are not the units of the frame."),
        N_("Make it a question of kind single with 'options_from: units'."),
    ),
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
        N_("The scale '{id}' does not say what its answers are."),
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
    "range-order": (
        N_("The range goes from {low} to {high}."),
        N_("Write 'low' smaller than 'high', and not below 0: numbers below 0 are codes of missing answers."),
    ),
    "pole-outside": (
        N_("The option {code} lies outside the range of '{id}'."),
        N_("Give the codes of the ends of the range."),
    ),
    "two-underscores": (
        N_("The id '{id}' has two underscores in a row."),
        N_("Use single ones: two part the question from the option in the names of columns."),
    ),
    "reserved-id": (N_("The id '{id}' is a name of the page itself."), N_("Choose another id.")),
    # Item bank
    "no-wording": (N_("'{id}' has no wording for any group."), N_("Write a wording for each group that is asked.")),
    "missing-referent": (
        N_("The referent of '{id}' for the group '{group}' is missing."),
        N_("Say what the wording of this group is about."),
    ),
    "group-not-asked": (
        N_("'{key}' names the group '{group}', which is not asked '{id}'."),
        N_("Remove the group here or give it a wording."),
    ),
    "pair-missing": (
        N_("Nothing says whether '{first}' and '{second}' may be compared on '{id}'."),
        N_("Add the pair with the rule gap, compare or side_by_side."),
    ),
    "pair-twice": (
        N_("The pair '{first}' and '{second}' is a repetition."),
        N_("Name two different groups, each pair once."),
    ),
    "gap-referents": (
        N_("A gap is declared although one group speaks of '{first}' and the other of '{second}'."),
        N_("Declare compare or side_by_side; only answers about the same thing may be subtracted."),
    ),
    "gap-not-averaged": (
        N_("A gap is declared on the scale '{id}', whose codes may not be subtracted."),
        N_("Declare compare or side_by_side."),
    ),
    # Other questions
    "options-not-used": (N_("A question of the kind '{kind}' has no options."), N_("Remove them or change the kind.")),
    "one-source-of-options": (
        N_("The scale does not serve this question of the kind '{kind}'."),
        N_("Give either a scale that lists options, or options of its own, not both."),
    ),
    "too-few-options": (N_("'{id}' has fewer than two options."), N_("List at least two options or name a scale.")),
    "rating-needs-range": (
        N_("The rating '{id}' has no range."),
        N_("Name a scale of the kind range, or write 'low' and 'high'."),
    ),
    "none-missing": (
        N_("'{id}' lets people choose several options but has none that excludes the others."),
        N_("Add an option such as \"Không có\" (none) with 'exclusive: true'."),
    ),
    "exclusive-elsewhere": (
        N_("An option is exclusive in a question of the kind '{kind}'."),
        N_("Remove 'exclusive'; it is meant for check_all."),
    ),
    "most-too-large": (
        N_("{most} of {count} options may be chosen, which is no choice."),
        N_("Write a smaller 'most' or list more options."),
    ),
    "limit-not-used": (N_("'{key}' is not used by the kind '{kind}'."), N_("Remove it or change the kind.")),
    "total-too-small": (
        N_("{total} points are to be shared among {count} options."),
        N_("Write a total of at least one point per option; 100 is usual."),
    ),
    "too-many-decimals": (
        N_("The number of decimals does not fit."),
        N_("Write at most {most}, and only for the kind number."),
    ),
    "text-limit": (N_("The text may be too long to be kept."), N_("Write a length of at most {most}.")),
    # Forms
    "empty-section": (N_("The section '{id}' asks nothing."), N_("Add questions or remove the section.")),
    "asked-twice": (N_("'{id}' is asked a second time."), N_("Ask it once.")),
    "role-twice": (
        N_("'{id}' names the agency that the form is about, and so does '{other}'."),
        N_("Give the role rated_agency to one question of a form."),
    ),
    "not-worded": (
        N_("'{id}' is asked of the group '{group}' but has no wording for it ({file}, line {line})."),
        N_("Write the wording there or remove the question here."),
    ),
    "optional-asked": (
        N_("'{id}' is asked although the bank marks it as optional."),
        N_("Remove it here, or write 'core: true' in the bank if the form may be longer."),
    ),
    "too-few-for-group": (
        N_("The group '{group}' is offered fewer than two options of '{id}'."),
        N_("Offer it more options or do not ask it."),
    ),
    "consent-first": (
        N_("The form begins with '{id}', which need not be answered."),
        N_("Begin with the consent to take part, marked 'required: true'."),
    ),
    "required-later": (
        N_("'{id}' must be answered although it is not the consent."),
        N_("Remove 'required': everything but the consent may be left blank."),
    ),
    "minutes": (
        N_("The form of '{group}' promises {promised} minutes; its words take about {estimate}."),
        N_("Correct the promise or the length of the form."),
    ),
    "agency-unnamed": (
        N_("The section '{id}' speaks of {{unit}}, but '{group}' also answers by the open link and names no agency."),
        N_("Ask first which agency it is, with 'role: rated_agency', or write the text without {{unit}}."),
    ),
    "frame-answers": (
        N_("'{id}' asks for a fact that the frame gives by the person's code."),
        N_("Remove the question."),
    ),
    # Skip rules and variants
    "rule-unknown": (N_("The rule depends on '{id}', which this form does not ask."), N_("Name an earlier question.")),
    "rule-later": (N_("The rule depends on '{id}', which is not asked before."), N_("Name an earlier question.")),
    "rule-code": (N_("The rule compares '{id}' with {code}, which is none of its codes."), N_("Use one of: {known}.")),
    "rule-on-text": (
        N_("The rule compares '{id}', which is a text."),
        N_("Only 'answered' may be asked about a text."),
    ),
    "order-of-nothing": (
        N_("The variant orders '{id}', which is not in this form."),
        N_("Name a question (option_order) or a section (question_order) of this form."),
    ),
    "not-a-permutation": (
        N_("The order of '{id}' does not hold each entry exactly once."),
        N_("List each of these once: {expected}."),
    ),
    "order-breaks-rule": (
        N_("The variant asks '{id}' before '{other}', on which its rule depends."),
        N_("Keep '{other}' first."),
    ),
    "one-variant": (
        N_("The form of '{group}' has more than one variant although each unit has one such person."),
        N_("Keep one variant for this group."),
    ),
    # Study and plan
    "below-floor": (
        N_("The threshold '{key}' is {value}."),
        N_("Write at least {floor}; thresholds may only be raised."),
    ),
    "language-needed": (N_("The study has no texts in '{language}'."), N_("Add '{language}' to the languages.")),
    "too-many-contrasts": (
        N_("The plan has {count} primary contrasts."),
        N_("Keep the {most} that matter most; the others are secondary."),
    ),
    "listed-twice": (N_("'{id}' is listed a second time."), N_("Remove the repetition.")),
    "breakdown-unfit": (
        N_("Results cannot be divided by '{id}'."),
        N_("Name a question with one answer of declared options, which is no fact, nothing sensitive and no agency."),
    ),
    "few-common-items": (
        N_("The two groups have {common} scored items of '{id}' in common."),
        N_("Compare groups with at least {least} common items on one scale, or show the items one by one."),
    ),
}
