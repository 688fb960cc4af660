"""Faults of an input file and their messages: place, what was found, what to do.

Sentences are English msgids with named placeholders; ``in_words`` gives them in the language of the reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.translation import N_, translator

SENTENCES: Mapping[str, tuple[str, str]] = {
    "unreadable": (
        N_("The file cannot be read: {reason}."),
        N_("Please check the name and the rights of the file."),
    ),
    "no_table": (
        N_("The address names no table."),
        N_("Please add it after “#”, as in {example}."),
    ),
    "no_database_table": (
        N_("The table cannot be read: {reason}"),
        N_("Please check the address, the name of the table, and your rights in the database."),
    ),
    "no_psycopg": (
        N_("Tables in PostgreSQL need the package psycopg, which is not installed."),
        N_('Please install this program with its extra: pip install ".[postgres]".'),
    ),
    "no_ibis": (
        N_("Tables of other engines need the package Ibis, which is not installed."),
        N_('Please install this program with its extra: pip install ".[spark]".'),
    ),
    "not_text": (
        N_("The file is not a text in UTF-8, UTF-16 or Windows-1258."),
        N_("Please save it as “CSV UTF-8” and try again."),
    ),
    "endless_line": (
        N_("The first line is longer than a megabyte, so the file is no table."),
        N_("Please save the table as “CSV UTF-8” and try again."),
    ),
    "large_text": (
        N_("The file unpacks to far more than a table of answers is packed to."),
        N_("Please give the unpacked file."),
    ),
    "old_font": (
        N_("The text uses a font from before Unicode, such as TCVN3 or VNI."),
        N_("Please convert it to Unicode, for example with UniKey, save it as “CSV UTF-8” and try again."),
    ),
    "other_content": (
        N_("The file is named “{suffix}” but holds {content}."),
        N_("Please give it the right ending, or save the table again."),
    ),
    "old_excel": (
        N_("The file is an Office file in the format before 2007 (.xls)."),
        N_("Please open it in Excel and save it as “Excel Workbook (.xlsx)”."),
    ),
    "encrypted_excel": (
        N_("The file is protected with a password."),
        N_("Please open it in Excel, remove the password and save it again."),
    ),
    "web_page": (
        N_("The file is a web page, whatever its name says."),
        N_("Please open it in Excel and save it as “Excel Workbook (.xlsx)”."),
    ),
    "xml_table": (
        N_("The file is an “XML Spreadsheet 2003”."),
        N_("Please open it in Excel and save it as “Excel Workbook (.xlsx)”."),
    ),
    "broken_excel": (
        N_("The file is not a complete Excel workbook: {reason}."),
        N_("Please open it in Excel and save it again."),
    ),
    "hostile_excel": (
        N_("The workbook contains a document type definition, which Excel never writes."),
        N_("Please do not open it elsewhere before you know who made it; ask for the table as CSV."),
    ),
    "large_excel": (
        N_(
            "The workbook is too large: a sheet has more than {cells} million cells, or a part unpacks to more than "
            "{megabytes} MB or to far more than Excel packs."
        ),
        N_("Please save the sheet as “CSV UTF-8” and give that file."),
    ),
    "formula_without_value": (
        N_("The cell {cell} holds a formula without its value."),
        N_("Please open the workbook in Excel, which computes it, and save it again; or replace it by its value."),
    ),
    "unnamed_column": (
        N_("The column {column} has no name but holds “{found}”."),
        N_("Please write a name into its header, or delete the column."),
    ),
    "empty_file": (
        N_("The file is empty."),
        N_("Please give a file with a line of column names and a line per respondent."),
    ),
    "ragged_row": (
        N_("The row has {found} fields, but there are {expected} column names."),
        N_("Please put texts with a comma in quotation marks, or complete the row."),
    ),
    "duplicate_column": (
        N_("The column “{column}” appears more than once ({places})."),
        N_("Please give every column a name of its own."),
    ),
    "broken_csv": (
        N_("The table breaks off: {reason}."),
        N_("Please open the file in a spreadsheet program and save it as CSV again."),
    ),
    "unknown_column": (
        N_("There is no column “{column}”."),
        N_("Please choose one of these columns: {columns}."),
    ),
    "unknown_kind": (
        N_("The kind of file “{suffix}” is not known."),
        N_("Please give data of one of these kinds: {kinds}."),
    ),
    "no_items": (
        N_("There is no column left to compare."),
        N_("Please name the items with --items."),
    ),
    "column_used_twice": (
        N_("The column “{column}” is named both as an item and as group or cluster."),
        N_("Please leave it out of the items."),
    ),
    "too_many_groups": (
        N_("The column “{column}” has more than {limit} different values; it hardly names groups."),
        N_("Please choose a column with two to {limit} groups."),
    ),
    "no_groups": (
        N_("The column “{column}” is empty in every row."),
        N_("Please choose a column that says to which group a respondent belongs."),
    ),
    "broken_parquet": (
        N_("The file is not a complete Parquet file: {reason}."),
        N_("Please write the file again."),
    ),
    "broken_sav": (
        N_("The file is not a complete SPSS file: {reason}."),
        N_("Please save it again as .sav."),
    ),
    "broken_dta": (
        N_("The file is not a complete Stata file: {reason}."),
        N_("Please save it again as .dta."),
    ),
    "broken_codebook": (
        N_("The codebook cannot be used: {reason}."),
        N_("Please compare it with the description in docs/analysis.md."),
    ),
    "codebook_entry_missing": (
        N_("The entry “{key}” is missing."),
        N_("Please add it, as described in docs/analysis.md."),
    ),
    "codebook_no_text": (
        N_("{found} is given instead of a text."),
        N_("Please write a text in quotation marks."),
    ),
    "codebook_no_texts": (
        N_("{found} is given instead of a text."),
        N_("Please write a text in quotation marks, or an object with a text per language."),
    ),
    "codebook_no_number": (
        N_("{found} is given instead of a whole number."),
        N_("Please write a whole number without quotation marks."),
    ),
    "codebook_no_truth_value": (
        N_("{found} is given instead of true or false."),
        N_("Please write true or false without quotation marks."),
    ),
    "codebook_no_list": (
        N_("{found} is given instead of a list."),
        N_("Please write the entries between square brackets."),
    ),
    "codebook_no_object": (
        N_("{found} is given instead of an object."),
        N_("Please write names and values between braces."),
    ),
    "codebook_not_offered": (
        N_("{found} is none of the possible entries."),
        N_("Please write one of these: {expected}."),
    ),
    "codebook_no_pair": (
        N_("{found} does not name two groups."),
        N_("Please name the two groups that the rule is about."),
    ),
}


TRANSLATED = frozenset({"content"})
"""Values that are sentences of the catalogue themselves."""


class InputFaultError(ValueError):
    """A file that cannot be used. ``code`` is a key of ``SENTENCES``; ``where`` is ``file`` or ``file:row``."""

    def __init__(self, code: str, where: str, **values: object) -> None:
        self.code, self.where, self.values = code, where, values
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """``where: what was found [code]. What to do.``"""
        say = translator(language)
        values = {name: say(str(value)) if name in TRANSLATED else value for name, value in self.values.items()}
        found, remedy = (say(sentence).format_map(values) for sentence in SENTENCES[self.code])
        return f"{self.where}: {found} {remedy} [{self.code}]"


class InputFaultsError(InputFaultError):
    """Several faults of one file, one line each; ``code`` and ``where`` are those of the first."""

    def __init__(self, faults: Sequence[InputFaultError]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults[0].code, faults[0].where, **faults[0].values)

    def in_words(self, language: str) -> str:
        """The message of each fault, in the order of the file."""
        return "\n".join(fault.in_words(language) for fault in self.faults)
