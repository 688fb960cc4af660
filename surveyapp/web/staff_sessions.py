"""Sessions for staff only. A respondent's request never gets a cookie, whatever a library does."""

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from surveyapp.web.permissions import here_is_public


class StaffSessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return self.session_class()  # without signing, which a respondent's request would pay for without need
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        # Also without ``Vary: Cookie``, so that caches may keep a respondent's page for everybody.
        if not here_is_public():
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = StaffSessions()
