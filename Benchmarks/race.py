"""Many simultaneous requests from one thread: every connection opened first, every request written in one go, then all answers read."""

import selectors
import socket
import time


class Answer:
    def __init__(self, status, body, seconds):
        self.status, self.body, self.seconds = status, body, seconds


def head_and_body(data):
    """The status and the body once the answer is complete; None while it is not. Content-Length or chunked."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    lines = data[:end].decode("latin-1").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    status, body = int(lines[0].split()[1]), data[end + 4:]
    if "content-length" in fields:
        return (status, body) if len(body) >= int(fields["content-length"]) else None
    if fields.get("transfer-encoding", "").lower() == "chunked":
        return (status, body) if body.endswith(b"0\r\n\r\n") else None
    return (status, body)


def storm(port, requests, timeout=20.0):
    """Sends every request (bytes of a whole HTTP/1.1 request) on a connection of its own at the same moment."""
    sockets = []
    for _ in requests:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets.append(connection)
    time.sleep(0.05)  # let the server accept all of them
    selector = selectors.DefaultSelector()
    started = []
    for index, (connection, request) in enumerate(zip(sockets, requests)):
        started.append(time.perf_counter())
        connection.sendall(request)
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, index)
    answers, data, left = [None] * len(requests), [b""] * len(requests), len(requests)
    deadline = time.perf_counter() + timeout
    while left and time.perf_counter() < deadline:
        for key, _ in selector.select(0.5):
            index = key.data
            try:
                part = key.fileobj.recv(65536)
            except BlockingIOError:
                continue
            now = time.perf_counter()
            data[index] += part
            whole = head_and_body(data[index]) or ((0, b"") if not part else None)
            if whole:
                answers[index] = Answer(*whole, now - started[index])
                selector.unregister(key.fileobj)
                left -= 1
    for connection in sockets:
        connection.close()
    return [answer or Answer(0, b"no answer", timeout) for answer in answers]
