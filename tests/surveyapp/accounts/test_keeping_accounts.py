from flask import Flask

from surveyapp.accounts.queries import find_account
from surveyapp.accounts.second_step.second_factor import turn_on
from surveyapp.audit.queries import newest_lines
from tests.surveyapp.staff_cast import post, signed_in

PAGE = "/staff/accounts"
NEW = "four words nobody guesses"


def test_an_administrator_adds_an_account(app: Flask) -> None:
    client = signed_in(app, "administrator")
    assert post(client, PAGE, name=" Lan ", role="clerk", new=NEW, again=NEW).status_code == 303
    assert "The account lan is ready." in client.get(PAGE).text
    with app.app_context():
        (line,) = newest_lines(1)
        assert (line.who, line.act, line.object) == ("administrator", "account.added", "lan")


def test_a_name_that_is_taken_a_short_password_and_a_role_nobody_has_are_refused(app: Flask) -> None:
    client = signed_in(app, "administrator")
    assert "with this name already exists" in post(client, PAGE, name="CLERK", role="clerk", new=NEW, again=NEW).text
    assert post(client, PAGE, name="lan", role="clerk", new="short", again="short").status_code == 422
    assert post(client, PAGE, name="lan", role="owner", new=NEW, again=NEW).status_code == 422
    with app.app_context():
        assert find_account("lan") is None


def test_a_closed_account_is_out_at_once_and_may_be_reopened(app: Flask) -> None:
    administrator, clerk = signed_in(app, "administrator"), signed_in(app, "clerk")
    assert clerk.get("/staff/me").status_code == 200
    post(administrator, f"{PAGE}/change", on=PAGE, name="clerk", change="close")
    assert clerk.get("/staff/me").status_code == 303
    post(administrator, f"{PAGE}/change", on=PAGE, name="clerk", change="reopen")
    with app.app_context():
        account = find_account("clerk")
        assert account is not None
        assert account.active
    # Earlier sessions stay closed.
    assert clerk.get("/staff/me").status_code == 303


def test_the_second_step_of_somebody_who_lost_the_telephone_is_turned_off(app: Flask) -> None:
    with app.app_context():
        turn_on("clerk", b"1" * 20, 0)
    post(signed_in(app, "administrator"), f"{PAGE}/change", on=PAGE, name="clerk", change="second_step_off")
    with app.app_context():
        account = find_account("clerk")
        assert account is not None
        assert account.second_factor is None


def test_administrators_do_not_close_their_own_account(app: Flask) -> None:
    client = signed_in(app, "administrator")
    post(client, f"{PAGE}/change", on=PAGE, name="administrator", change="close")
    assert "ask another administrator" in client.get(PAGE).text


def test_an_unknown_account_and_an_unknown_change_are_refused(app: Flask) -> None:
    client = signed_in(app, "administrator")
    assert post(client, f"{PAGE}/change", on=PAGE, name="nobody", change="close").status_code == 404
    assert post(client, f"{PAGE}/change", on=PAGE, name="clerk", change="promote").status_code == 400


def test_the_others_keep_no_accounts(app: Flask) -> None:
    for role in ("researcher", "coordinator", "clerk"):
        client = signed_in(app, role)
        assert client.get(PAGE).status_code == 403
        assert post(client, f"{PAGE}/change", on="/staff/me", name="clerk", change="close").status_code == 403
