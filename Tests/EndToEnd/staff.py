"""Staff of a demonstration: an account by its one-use link, and what an authenticator app does."""

import base64
import hashlib
import hmac
import re
import struct
import time
import urllib.parse

from client import Client
from conftest import run

PASSWORD = "seven quiet herons wade"


def code(secret, ahead=0):
    """As an authenticator app makes it (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    start = mac[19] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def add(demo, email, name, role="lead", therapist=None):
    """The link's path."""
    whose = ("--therapist", therapist) if therapist else ()
    done = run("access", "user", "add", "--role", role, *whose, "--data-dir", demo.data_dir, stdin=f"{email}\n{name}\n")
    assert done.returncode == 0, done.stderr
    assert name not in done.stdout + done.stderr
    return re.search(r"/staff/join/[A-Za-z0-9_-]{43}", done.stdout)[0]


def joined(demo, email, name, role="lead", therapist=None):
    """Somebody who has used their link; the secret of their authenticator app, whose present code is spent."""
    link, browser = add(demo, email, name, role, therapist), demo.client()

    def send(**fields):
        return browser.request("POST", link, body=urllib.parse.urlencode(fields).encode(), fields={
            "Content-Type": "application/x-www-form-urlencoded", "Origin": demo.url})

    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", send(password=PASSWORD, again=PASSWORD).text)[0]
    assert "recovery codes" in send(code=code(secret)).text
    return secret


def signed_in(demo, email, name, role="lead"):
    """Somebody with a session, who has just proved who they are."""
    secret, browser = joined(demo, email, name, role), demo.client()
    opened = browser.request("POST", "/v1/sessions", json={"email": email, "password": PASSWORD, "code": code(secret, ahead=1)})
    assert opened.status == 201, opened
    return Client(demo.url, opened.json["token"])


def entered(demo, context, email, name, role="lead", therapist=None):
    """A page of somebody who has signed in with their browser."""
    secret = joined(demo, email, name, role, therapist)
    page = context.new_page()
    page.goto(demo.url.replace("127.0.0.1", "localhost") + "/staff/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.fill("#code", code(secret, ahead=1))
    page.click("button")
    page.wait_for_url(lambda url: not url.endswith("/staff/sign-in"))
    return page
