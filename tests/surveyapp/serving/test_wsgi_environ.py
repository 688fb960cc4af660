from surveyapp.serving.wsgi_environ import wsgi_environ
from tests.surveyapp.serving.wire import AskedFor


def environ(asked: AskedFor, body: bytes = b"") -> dict[str, object]:
    return wsgi_environ(asked, body)  # type: ignore[arg-type]


def test_the_path_is_decoded_once_and_not_tidied() -> None:
    assert environ(AskedFor(path="/s/%2e%2e//%252e"))["PATH_INFO"] == "/s/..//%2e"
    # PEP 3333: UTF-8 bytes, each as one character.
    assert environ(AskedFor(path="/s/%C4%91"))["PATH_INFO"] == "/s/đ".encode().decode("latin-1")


def test_the_body_says_its_length_whatever_the_request_said() -> None:
    made = environ(AskedFor("POST", headers={"content-length": "7", "content-type": "text/plain"}), b"abc")
    assert (made["CONTENT_LENGTH"], made["CONTENT_TYPE"]) == ("3", "text/plain")
    assert made["wsgi.input"].read() == b"abc"  # type: ignore[attr-defined]


def test_a_header_with_an_underscore_does_not_pass_for_the_one_with_a_hyphen() -> None:
    made = environ(AskedFor(headers={"x_forwarded_for": "192.0.2.1", "x-request-id": "7"}))
    assert "HTTP_X_FORWARDED_FOR" not in made
    assert made["HTTP_X_REQUEST_ID"] == "7"


def test_addresses_come_without_port_and_brackets() -> None:
    made = environ(AskedFor(client="[2001:db8::7]:50000", server="[::1]:8000"))
    assert (made["REMOTE_ADDR"], made["SERVER_NAME"], made["SERVER_PORT"]) == ("2001:db8::7", "::1", "8000")


def test_http_2_names_the_host_elsewhere() -> None:
    assert environ(AskedFor(authority="khaosat.example"))["HTTP_HOST"] == "khaosat.example"
