"""A small HTTP client that hides nothing: status, fields and bytes as they came, no redirect followed."""

import datetime
import http.client
import json as jsons
import urllib.parse
import uuid


def year():
    """Query parameters for half a year back and ahead, within the span that a calendar answers for."""
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp = lambda days: (now + datetime.timedelta(days=days)).strftime("%Y-%m-%dT00:00:00Z")
    return f"&from={stamp(-180)}&until={stamp(180)}"


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, {name.lower(): value for name, value in fields}, body

    @property
    def json(self):
        return jsons.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    @property
    def etag(self):
        return self.fields.get("etag")

    def __repr__(self):
        return f"{self.status} {self.fields.get('content-type')} {self.body[:600]!r}"


class Client:
    def __init__(self, url, token=None):
        self.url, self.token = url.rstrip("/"), token

    def request(self, method, path, json=None, body=None, fields=None, timeout=30):
        address = urllib.parse.urlsplit(path if path.startswith("http") else self.url + path)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
        send = dict(fields or {})
        if self.token:
            send.setdefault("Authorization", f"Bearer {self.token}")
        if json is not None:
            body = jsons.dumps(json).encode()
        if body is not None:
            send.setdefault("Content-Type", "application/json")
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection.request(method, target, body=body, headers=send)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, json=None, key=None, etag=None, fields=None, **more):
        send = dict(fields or {})
        send.setdefault("Idempotency-Key", key or str(uuid.uuid4()))
        if etag:
            send["If-Match"] = etag
        return self.request("POST", path, json=json, fields=send, **more)

    def pages(self, path):
        """Every item of a list, by its `next` links."""
        items, seen = [], set()
        while path and path not in seen:
            seen.add(path)
            answer = self.get(path)
            assert answer.status == 200, answer
            items += answer.json["data"]
            path = answer.json["next"]
        return items
