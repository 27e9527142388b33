"""The built binary as its users meet it: started by its own command, in an empty data folder, spoken to over HTTP and argv.

ATTUNE_BINARY names the binary (`make test` sets it). Nothing here reads the project's sources.
"""

import datetime
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import sync_playwright

from client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.path.abspath(os.environ.get("ATTUNE_BINARY", ROOT / ".build/debug/attune"))


def environment(**more):
    """Without the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ATTUNE_", "PG"))}
    return dict(kept, NO_COLOR="1", **more)


def run(*arguments, timeout=120, stdin=None, **env):
    """One command to its end."""
    return subprocess.run(
        [BINARY, *map(str, arguments)], env=environment(**env), capture_output=True, text=True, timeout=timeout, input=stdin,
        cwd=tempfile.gettempdir())


class Demo:
    """`attune up --demo --json` with a data folder of its own."""

    def __init__(self, data_dir, *options, env=None, ready_within=60):
        self.data_dir = str(data_dir)
        self.log_path = pathlib.Path(self.data_dir).parent / (pathlib.Path(self.data_dir).name + ".log")
        self.started = time.monotonic()
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [BINARY, "up", "--demo", "--json", "--data-dir", self.data_dir, *map(str, options)], env=environment(**(env or {})),
            stdout=subprocess.PIPE, stderr=self.log, cwd=tempfile.gettempdir(), start_new_session=True)
        self.document = self._document(ready_within)
        self.seconds_to_ready = time.monotonic() - self.started
        self.url = self.document["url"].rstrip("/")
        self.tokens = self.document["tokens"]
        self.story = self.document["story"]

    def _document(self, seconds):
        """The one document on stdout, as soon as it is whole: the server goes on afterwards."""
        text, deadline = b"", time.monotonic() + seconds
        descriptor = self.process.stdout.fileno()
        while time.monotonic() < deadline:
            if select.select([descriptor], [], [], 0.2)[0]:
                part = os.read(descriptor, 1 << 20)
                text += part
                try:
                    return json.loads(text)
                except ValueError:
                    if not part:
                        break
        self.kill()
        raise AssertionError(
            f"no JSON document within {seconds} s; stdout was {text[:2000]!r}\nstderr:\n{self.errors()[-4000:]}")

    def errors(self):
        self.log.flush()
        return self.log_path.read_text(errors="replace")

    def client(self, role=None):
        return Client(self.url, self.tokens[role] if role else None)

    def stop(self, how=signal.SIGINT, seconds=30):
        """Stops as Ctrl-C does; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"still running {seconds} s after {how!r}:\n{self.errors()[-4000:]}") from None

    def kill(self):
        """As a power cut would: no goodbye."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


@pytest.fixture(scope="session")
def folder():
    """A short path, because a Unix socket's may have 107 bytes; readable by the unprivileged account that runs PostgreSQL."""
    path = tempfile.mkdtemp(prefix="at-", dir="/tmp")
    os.chmod(path, 0o755)
    yield pathlib.Path(path)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium-headless-shell")
    if not program:
        pytest.fail("no Chromium: run Deploy/setup --tests")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def browser(chromium):
    """One Chromium for all tests; each person has a context of it, until their module ends."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def demo(folder):
    """One demonstration for all tests that only look."""
    running = Demo(folder / "demo", "--port", "0")
    yield running
    status = running.stop()
    assert status == 0, f"Ctrl-C ended with {status}:\n{running.errors()[-4000:]}"


class MailRoom:
    """A demonstration that delivers to an SMTP server of our own, with one client who may be written to at any hour of the day."""

    awake = "wren.wakeful@example.org"

    def __init__(self, place):
        self.envelopes = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = Controller(self, hostname="127.0.0.1", port=port)
        self.server.start()
        try:
            self.demo = Demo(place, "--port", "0", env={
                "ATTUNE_MESSAGES_DELIVERY": "smtp", "ATTUNE_MESSAGES_SMTP_HOST": "127.0.0.1", "ATTUNE_MESSAGES_SMTP_PORT": str(port),
                "ATTUNE_MESSAGES_SENDER": "office@example.org",
            })
            self.book()
        except BaseException:
            self.server.stop()
            raise

    def book(self):
        """An appointment of that client, so that a confirmation leaves three minutes from now, whatever the clock in Kamloops says."""
        lead = self.demo.client("lead")
        client = lead.post("/v1/clients", json={
            "full_name": "Wren Wakeful", "consents": ["treatment", "messages"],
            "contact_points": [{"channel": "email", "value": self.awake, "may_write": True, "hours": {"from": "00:00", "until": "23:59"}}],
        })
        assert client.status == 201, client
        service = next(item["id"] for item in lead.get("/v1/services").json["data"] if item["code"] == "session")
        stamp = lambda days: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        slots = lead.get(f"/v1/slots?service={service}&format=online&from={stamp(30)}&until={stamp(60)}").json["data"]
        booked = lead.post("/v1/appointments", json={
            "therapist": slots[0]["therapist"], "client": client.json["id"], "service": service, "format": "online", "start": slots[0]["start"],
        })
        assert booked.status == 201, booked

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"

    def stop(self):
        status = self.demo.stop()
        self.server.stop()
        return status


@pytest.fixture(scope="session", autouse=True)
def mail_room(request, folder):
    """Started before everything else where it is needed: a message waits three minutes, in case somebody undoes what caused it."""
    if not any("mail_room" in getattr(item, "fixturenames", ()) and item.path.name == "test_mail.py" for item in request.session.items):
        yield None
        return
    room = MailRoom(folder / "mail")
    yield room
    assert room.stop() == 0
