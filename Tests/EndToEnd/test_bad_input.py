"""Bad input at the HTTP door: each refused with a code and a sentence that says what to do; no 5xx, nothing half written."""

import json
import socket
import time
import uuid

import pytest

from client import year

POSTS = ("/v1/referrals", "/v1/clients", "/v1/appointments", "/v1/articles", "/v1/handouts")


def refused(answer, *statuses):
    assert answer.status in statuses, answer
    assert answer.fields["content-type"].startswith("application/problem+json"), answer
    problem = answer.json
    assert problem["status"] == answer.status and problem["code"] and len(problem["detail"]) > 10, problem
    return problem


def everything(demo):
    lead = demo.client("lead")
    nouns = ("clients", "referrals", "appointments", "articles", "handouts")
    return {noun: len(lead.pages(f"/v1/{noun}?limit=200" + (year() if noun == "appointments" else ""))) for noun in nouns}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(("name", "body"), [
    ("nothing", b""),
    ("not JSON", b"{"),
    ("a list where an object is due", b"[]"),
    ("a wrong type", b'{"client": 7, "start": true, "full_name": [], "source": 3, "article": {}}'),
    ("an unknown field", b'{"colour": "blue"}'),
    ("the same key twice", b'{"format": "online", "format": "phone"}'),
    ("NUL in a text", b'{"full_name": "a\\u0000b", "narrative": "a\\u0000b", "source": "a\\u0000b", "title": "\\u0000", "start": "\\u0000"}'),
    ("a NUL byte", b'{"full_name": "a\x00b"}'),
    ("invalid UTF-8", b'{"full_name": "\xff\xfe"}'),
    ("a lone surrogate", b'{"full_name": "\\ud800"}'),
    ("forty levels", b"[" * 40 + b"]" * 40),
    ("a hundred thousand levels within the limit of size", b'{"a":' * 10_000),
    ("a number without end", b'{"fee_ceiling_cents": ' + b"9" * 5000 + b"}"),
    ("an impossible day", b'{"start": "2026-02-30T10:00:00Z", "received_at": "2026-02-30T10:00:00Z", "birth_date": "2026-02-30"}'),
])
def test_a_body_that_cannot_be_meant_is_refused(demo, path, name, body):
    answer = demo.client("lead").request(
        "POST", path, body=body, fields={"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
    refused(answer, 400, 404, 413, 415, 422)


def test_a_body_over_64_kib_is_refused_before_it_is_read(demo):
    body = json.dumps({"narrative": "x" * 70_000}).encode()
    answer = demo.client("lead").request(
        "POST", "/v1/referrals", body=body, fields={"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
    refused(answer, 413)


def test_headers_over_16_kib_are_refused(demo):
    answer = demo.client("lead").get("/v1/therapists", fields={"X-Long": "x" * 20_000})
    assert answer.status == 431, answer


def raw(demo, data, seconds=5):
    """What comes back for bytes as they are; an empty answer when the connection is closed."""
    port = int(demo.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(data)
        text = b""
        try:
            while part := connection.recv(65536):
                text += part
                if b"\r\n\r\n" in text:
                    break
        except (TimeoutError, ConnectionResetError):
            pass
        return text


@pytest.mark.parametrize("data", [
    b"HELLO\r\n\r\n",
    b"GET /v1/therapists HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"GET /v1/therapists/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"POST /v1/referrals HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"GET " + b"/" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
])
def test_what_is_not_http_is_answered_or_dropped_and_never_a_5xx(demo, data):
    text = raw(demo, data)
    assert text == b"" or text.split()[1].startswith(b"4"), text[:200]
    assert demo.client().get("/livez").status == 200


def test_a_request_that_never_ends_is_cut_off(demo):
    started = time.monotonic()
    text = raw(demo, b"POST /v1/referrals HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", seconds=60)
    assert time.monotonic() - started < 55
    assert text == b"" or text.split()[1] in (b"401", b"408"), text[:200]


def test_ids_of_another_kind_are_not_found_and_look_like_absent_ones(demo):
    lead = demo.client("lead")
    therapist = lead.pages("/v1/therapists?limit=200")[0]["id"]
    client = lead.pages("/v1/clients?limit=200")[0]["id"]
    absent = str(uuid.uuid4())
    for path, other in (("/v1/clients", therapist), ("/v1/therapists", client), ("/v1/appointments", client), ("/v1/referrals", therapist)):
        wrong, nothing = lead.get(f"{path}/{other}"), lead.get(f"{path}/{absent}")
        assert wrong.status == nothing.status == 404
        strip = lambda answer: {key: value for key, value in answer.json.items() if key not in ("request_id", "instance")}
        assert strip(wrong) == strip(nothing)
    refused(lead.get("/v1/therapists/not-a-uuid"), 400, 404, 422)


def test_no_token_a_wrong_token_and_a_wrong_role(demo):
    refused(demo.client().get("/v1/therapists"), 401)
    stranger = demo.client()
    stranger.token = "attune_" + "x" * 43
    refused(stranger.get("/v1/therapists"), 401)
    # The front desk never reads a referral.
    answer = demo.client("front_desk").get("/v1/referrals")
    refused(answer, 403, 404)


def test_a_zone_that_this_machine_does_not_know_is_refused_where_it_is_written(demo):
    """Kept, it would stop every later search for hours that meets it."""
    lead = demo.client("lead")
    for path, body in (
        ("/v1/therapists", {"slug": "zoe-example", "display_name": "Zoe Example", "formats": ["online"], "capacity": 1}),
        ("/v1/clients", {"full_name": "Zoe Example"}),
    ):
        for zone in ("KJc", "America/Kamloops"):
            answer = lead.post(path, json={**body, "zone": zone})
            refused(answer, 422)
            assert answer.json["errors"][0]["pointer"] == "/zone" and zone in answer.json["errors"][0]["message"], answer


def test_nothing_was_half_written(demo):
    """The last word of this file: all the refusals above left no row behind."""
    before = everything(demo)
    lead = demo.client("lead")
    for path in POSTS:
        for body in (b"{}", b'{"colour": 1}'):
            lead.request("POST", path, body=body, fields={"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
    assert everything(demo) == before
