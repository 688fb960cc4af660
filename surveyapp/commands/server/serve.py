"""surveyapp serve"""

import gc
import os
from contextlib import ExitStack

import click
from flask import Flask

from surveyapp import create_app
from surveyapp.accounts.signing_in.set_up import offer_set_up
from surveyapp.ballot_box.drafts.draft_expiry import start_keeping
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, say
from surveyapp.data_files.keeping.starting import largest_upload, tidy_up
from surveyapp.instance.faults import N_
from surveyapp.instance.process_hardening import forbid_core_files
from surveyapp.instance.settings import Settings
from surveyapp.respondents.addressed import is_ballot_post
from surveyapp.serving.bridge import Bridge
from surveyapp.serving.one_server import check_port_is_free, only_server
from surveyapp.serving.server import run_server
from surveyapp.web.staff_transport import is_loopback

REALM_VARIABLE = "SURVEYAPP_SERVED_REALM"


@click.command("serve", cls=SurveyappCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("The address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=N_("The port."))
@click.option(
    "--realm",
    type=click.Choice(["public", "staff", "both"]),
    default="both",
    show_default=True,
    help=N_("Pages to serve: those of respondents, of staff, or both."),
)
def command(host: str, port: int, realm: str) -> None:
    with ExitStack() as held:
        with installation() as app:
            settings: Settings = app.extensions["settings"]
            if app.extensions["database"].engine.dialect.name == "sqlite":
                held.enter_context(only_server(settings.instance))
            check_port_is_free(host, port)
            token = offer_set_up(settings.instance) if realm != "public" else None
        _tell(settings, host, port, realm, token)
        # The worker is a separate process and reads the realm from its environment.
        os.environ[REALM_VARIABLE] = realm
        run_server("surveyapp.commands.server.serve:worker", host, port)


def _tell(settings: Settings, host: str, port: int, realm: str, token: str | None) -> None:
    if realm != "public" and not is_loopback(host) and not settings.https:
        say(
            N_(
                "Staff pages answer only on this computer, since {host} is reached without https. To open them to "
                "others, please set SURVEYAPP_URL to an address with https; docs/reverse-proxy.md shows how."
            ),
            host=host,
        )
    say(N_("The server runs at http://{host}:{port} — stop it with Ctrl+C."), host=host, port=port)
    if token:
        tell_set_up(token, settings.surveyapp_url or f"http://{host}:{port}")


def tell_set_up(token: str, base: str) -> None:
    """Print how the first account is created."""
    say(
        N_("There is no account yet. Please open {base}/staff/set-up within an hour and type this token: {token}"),
        base=base,
        token=token,
    )


def worker() -> Bridge:
    """Return the application inside the server's worker."""
    forbid_core_files()
    app = create_app(realm=os.environ[REALM_VARIABLE])  # type: ignore[arg-type]
    threads: int = app.extensions["settings"].surveyapp_threads
    app.extensions["database"].start_writer(threads)
    start_keeping(app)
    if "data_files" in app.blueprints:
        with app.app_context():
            tidy_up()
    # Objects that exist now stay, so the garbage collector need not examine them again.
    gc.collect()
    gc.freeze()
    return bridge_to(app, threads)


def bridge_to(app: Flask, threads: int) -> Bridge:
    """Return the RSGI bridge to the application of that realm."""
    large = largest_upload if "data_files" in app.blueprints else lambda _scope: 0
    if "ready_pages" not in app.extensions:
        return Bridge(app, threads, large=large)  # staff pages only
    writer = app.extensions["database"].writer
    return Bridge(
        app,
        threads,
        ready=app.extensions["ready_pages"].for_server,
        short=lambda scope: writer.run if writer and is_ballot_post(scope) else None,
        large=large,
    )
