"""Every table, for those who need the whole schema: migrations and tests."""

from surveyapp.database import access_codes, accounts, audit, ballots, drafts, releases, responses, studies
from surveyapp.database.declarative_base import Base

FAMILIES = (studies, access_codes, ballots, drafts, responses, releases, accounts, audit)

metadata = Base.metadata
