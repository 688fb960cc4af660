"""Files for the tests of uploads, and clients that upload them."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.accounts import AccountRow
from tests.surveyapp.staff_cast import kept_password, signed_in, token

FILES = "/staff/files/"
PARTS = "multipart/form-data; boundary=x"
CANARY = "Nguyễn Thị Hoàng Yến"


def table(people: int = 60, few: int = 0) -> bytes:
    """A survey of two groups in six agencies; ``few``: people of a third group."""
    rows = ["nhom,don_vi,gioi_tinh,q1,q2,ho_ten"]
    for at in range(people):
        rows.append(
            f"{'AB'[at % 2]},dv{at % 6},{'Nam' if at % 3 else 'Nữ'},{at % 5 + 1},{at * 7 % 5 + 1},{CANARY} {at}"
        )
    rows += [f"C,dv{at % 6},Nam,{at % 2 + 4},5,{CANARY} c{at}" for at in range(few)]
    return "\n".join(rows).encode()


def upload(
    client: FlaskClient, content: bytes, name: str = "khảo sát.csv", more: Mapping[str, str] | None = None
) -> TestResponse:
    """Send a file as the form of the page does."""
    body = in_parts({"csrf_token": token(client, FILES), **(more or {})}, name, content)
    return client.post(f"{FILES}upload", data=body, content_type=PARTS)


def in_parts(fields: Mapping[str, str], name: str, content: bytes) -> bytes:
    """The body of a form with a file. The client of Werkzeug leaves a file open for large ones."""
    text = "".join(f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields)
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return (text + head).encode() + content + b"\r\n--x--\r\n"


def uploaded(client: FlaskClient, content: bytes | None = None, name: str = "khảo sát.csv", **more: str) -> str:
    """Upload a file and return its address."""
    answer = upload(client, table() if content is None else content, name, more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def another_researcher(app: Flask, name: str = "colleague") -> FlaskClient:
    """A second person with the rights of a researcher."""
    with app.app_context(), database().writing() as session:
        session.add(
            AccountRow(
                name=name,
                role="researcher",
                password_hash=kept_password(),
                language="en",
                consented_by="passphrase of small",
            )
        )
    return signed_in(app, name)


def stored(app: Flask) -> list[Path]:
    """Every file of the slice in the instance folder."""
    place: Path = app.extensions["settings"].instance / "data_files"
    return sorted(place.iterdir()) if place.exists() else []


def rows(app: Flask) -> int:
    """Number of files that the database knows."""
    from sqlalchemy import func, select

    from surveyapp.database.tables.data_files import DataFileRow

    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(DataFileRow)) or 0
