"""Sessions are for staff. A respondent's request never gets a cookie, whatever a library does on the way."""

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from surveyapp.permissions import here_is_public


class StaffSessions(SecureCookieSessionInterface):
    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        # Not even the header that says a cookie was looked at: caches may keep a respondent's page for everybody.
        if not here_is_public():
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = StaffSessions()
