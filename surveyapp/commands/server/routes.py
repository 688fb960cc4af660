"""surveyapp routes"""

import json
from dataclasses import asdict, dataclass

import click
from flask import Flask

from surveyapp import create_app
from surveyapp.commands.terminal.translated_commands import SurveyappCommand
from surveyapp.instance.faults import N_
from surveyapp.web.permissions import permission_of, realm_of
from surveyapp.web.roles_table import roles_table


@click.command("routes", cls=SurveyappCommand)
@click.option("--json", "as_json", is_flag=True, help=N_("As JSON, for other programs."))
@click.option("--roles", is_flag=True, help=N_("Print the tables of docs/roles.md: which role may open which route."))
def command(as_json: bool, roles: bool) -> None:
    every = all_routes(create_app())
    if roles:
        click.echo(roles_table(every))
        return
    if as_json:
        click.echo(json.dumps([asdict(route) for route in every], indent=1))
        return
    for route in every:
        click.echo(f"{route.realm:7} {route.permission:16} {','.join(route.methods):12} {route.rule}")


@dataclass(frozen=True, slots=True)
class Route:
    rule: str
    endpoint: str
    realm: str
    methods: list[str]
    permission: str | None


def all_routes(app: Flask) -> list[Route]:
    """Return every route, sorted by realm and rule."""
    found = [
        Route(
            rule.rule,
            rule.endpoint,
            realm_of(app, rule.endpoint),
            sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            permission_of(app, rule.endpoint),
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(found, key=lambda route: (route.realm, route.rule, route.methods))
