"""Booking over HTTP with everything on: the same hour 200 times at once, and different hours as fast as eight clients can."""

import datetime
import json
import os
import pathlib
import re
import subprocess
import uuid

from harness import median, wrk
from race import storm

HERE = pathlib.Path(__file__).resolve().parent
UTC = datetime.timezone.utc


def body(clinic, therapist, client, start):
    return json.dumps({
        "therapist": therapist, "client": client, "service": clinic.service, "format": "online",
        "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
    })


def request(clinic, text):
    return (
        f"POST /v1/appointments HTTP/1.1\r\nHost: 127.0.0.1:{clinic.port}\r\nAuthorization: Bearer {clinic.token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {uuid.uuid4()}\r\nContent-Length: {len(text)}\r\n\r\n{text}").encode()


def first_hour():
    day = datetime.datetime.now(UTC) + datetime.timedelta(days=3)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def race(report, options, clinic):
    """200 clients, one therapist, one moment. Exactly one is told 201 and 199 are told 409, and nobody waits for a deadlock."""
    for name, step in (("the very same hour", 0), ("hours that start 30 minutes apart", 30)):
        print(f"\n200 simultaneous POST /v1/appointments, {name}, {options.races} rounds")
        wrong, slowest, others, deadlocks = 0, 0.0, {}, deadlock_count(clinic)
        for turn in range(options.races):
            # A free stretch of one therapist: another day in each round, apart for the two kinds.
            start = first_hour() + datetime.timedelta(days=turn % 300, hours=0 if step == 0 else 5)
            therapist = clinic.therapists[-1 - turn // 300]
            texts = [
                body(clinic, therapist, clinic.clients[2400 + n], start + datetime.timedelta(minutes=step * (n % 2)))
                for n in range(200)
            ]
            answers = storm(clinic.port, [request(clinic, text) for text in texts])
            statuses = [answer.status for answer in answers]
            for status in statuses:
                if status not in (201, 409):
                    others[status] = others.get(status, 0) + 1
            if statuses.count(201) != 1 or statuses.count(409) != 199:
                wrong += 1
                if wrong == 1:
                    first = next((answer for answer in answers if answer.status not in (201, 409)), answers[0])
                    print(f"    first wrong round: {statuses.count(201)} x 201, {statuses.count(409)} x 409, {first.body[:400]!r}")
            slowest = max(slowest, max(answer.seconds for answer in answers))
        report.figure(f"{name}: rounds without exactly one 201 and 199 x 409", wrong, "", 0, at_least=False)
        report.figure(f"{name}: slowest answer", slowest * 1000, "ms", 250, at_least=False)
        report.figure(f"{name}: deadlocks in PostgreSQL", deadlock_count(clinic) - deadlocks, "", 0, at_least=False)
        if others:
            print(f"    other answers: {others}")


def deadlock_count(clinic):
    return int(clinic.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))


class PlainTransactions:
    """pgbench's TPC-B-like script with eight clients, in a database of its own in the same cluster."""

    def __init__(self, clinic):
        self.at = ["-h", clinic.socket, "-p", clinic.pg_port, "-U", clinic.superuser, "bench_plain"]
        clinic.sql("CREATE DATABASE bench_plain")
        subprocess.run(["pgbench", "-i", "-q", "-s", "20", *self.at], check=True, capture_output=True)

    def rate(self, seconds):
        done = subprocess.run(
            ["pgbench", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds), *self.at], check=True, capture_output=True, text=True)
        return float(re.search(r"^tps = ([\d.]+)", done.stdout, re.M)[1])


def rate(report, options, clinic):
    """Different hours, eight connections, each waiting for its answer. The best of four installable systems made 150 a second."""
    print("\nAccepted bookings of different hours, 8 clients")
    bookings = pathlib.Path(clinic.folder) / "bookings"
    therapists, start = clinic.therapists[:240], first_hour() + datetime.timedelta(days=1)
    with open(bookings, "w") as file:
        for hour in range(24 * 20):
            if (start + datetime.timedelta(hours=hour - 7)).hour == 23:
                continue  # the therapists' day ends a second before midnight
            for n, therapist in enumerate(therapists):
                client = clinic.clients[(n + hour * 240) % 2400]
                file.write(body(clinic, therapist, client, start + datetime.timedelta(hours=hour)) + "\n")
    runs, plain, used = [], [], 0
    limit = PlainTransactions(clinic)
    for turn in range(options.rounds + 1):
        run = wrk(
            clinic.url, str(HERE / "wrk/book.lua"), 2 if turn == 0 else options.seconds, connections=8,
            env={"BOOKINGS": str(bookings), "FROM": str(used), "TOKEN": clinic.token, "KEY": f"bench-{os.getpid()}-{turn}"},
            server=clinic.server.process.pid, postgres=clinic.postmaster)
        used += run["requests"] + 64  # those on their way when wrk stopped may have been booked
        if turn:
            runs.append(run)
            plain.append(limit.rate(options.seconds))
    accepted = median((run["requests"] - run["bad"]) / options.seconds for run in runs)
    report.figure("accepted bookings", accepted, "/s")
    report.figure("accepted bookings / best peer's 150 a second", accepted / 150, "times", 15)
    # What this machine's PostgreSQL can do at all: five plain statements, one index each, on the same socket and with the same disk.
    report.figure("pgbench's own transactions (TPC-B-like, prepared)", median(plain), "/s")
    report.figure("accepted bookings / pgbench's transactions", median(
        (run["requests"] - run["bad"]) / options.seconds / rate for run, rate in zip(runs, plain)), "times")
    print(f"    p50 {median(r['p50'] for r in runs) / 1000:.2f} ms, p99 {median(r['p99'] for r in runs) / 1000:.2f} ms, CPU a booking: "
          f"server {median(r['server_us'] for r in runs):.0f} µs, PostgreSQL {median(r['postgres_us'] for r in runs):.0f} µs, refused {sum(r['bad'] for r in runs)}")
    report.figure("bookings refused", sum(run["bad"] for run in runs), "", 0, at_least=False)
