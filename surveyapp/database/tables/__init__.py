"""Imports every table, for code that needs the whole schema: migrations and tests."""

from surveyapp.database.declarative_base import Base
from surveyapp.database.tables import (
    access_codes,
    accounts,
    audit,
    ballots,
    data_files,
    drafts,
    releases,
    responses,
    studies,
)

FAMILIES = (studies, access_codes, ballots, drafts, responses, releases, accounts, audit, data_files)

metadata = Base.metadata
