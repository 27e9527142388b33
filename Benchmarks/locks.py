"""What the locks cost: the same read of a client with sign-in, row-level security and audit added one after another, an audited GET beside a
Go peer that has none of it, and bookings while staff sign in."""

import concurrent.futures
import datetime
import http.client
import itertools
import json
import os
import pathlib
import re
import subprocess
import threading

from booking import body, first_hour
from harness import Peer, free_port, median, wrk
from reading import go_peer

HERE = pathlib.Path(__file__).resolve().parent
QUERIES = HERE.parent / "SQL/Queries"
PEOPLE = 64


def measure(report, options, clinic):
    people = _people(clinic)
    _statements(report, options, clinic, people)
    _door(report, options, clinic, people)
    _bookings(report, options, clinic)


def _people(clinic):
    """Clients with two ways to reach them and two consents, through the door: only it can seal."""
    connection = http.client.HTTPConnection("127.0.0.1", clinic.port, timeout=30)
    people = []
    for number in range(PEOPLE):
        text = json.dumps({"full_name": f"Locks {number}", "consents": ["treatment", "messages"], "contact_points": [
            {"channel": "email", "value": f"locks{number}@example.org", "may_write": True}, {"channel": "phone", "value": f"+1 250 555 {1000 + number}"}]})
        connection.request("POST", "/v1/clients", body=text, headers={
            "Authorization": f"Bearer {clinic.token}", "Content-Type": "application/json", "Idempotency-Key": f"locks-{os.getpid()}-{number}"})
        answer = connection.getresponse()
        added = json.loads(answer.read())
        if answer.status != 201:
            raise RuntimeError(f"{answer.status} {added}")
        people.append(added["id"])
    return people


# ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sql(name, *values):
    """A statement of the server's own, with literals in the place of its parameters."""
    text = "\n".join(line for line in (QUERIES / name).read_text().splitlines() if not line.startswith("--")).rstrip(" \n;")
    for place in range(len(values), 0, -1):
        text = text.replace(f"${place}", values[place - 1])
    return text + ";"


# So many looks travel together in the model: with 64 callers at the door, about eight shared a sign-in, and eight or nine a commit.
SHARE = 8


def _reads(people, token, signs_in):
    """The three reads of GET /v1/clients/{id} for each of `people`, in a transaction that is left open."""
    lines = ["BEGIN;"]
    if signs_in:
        lines.append(_sql("Access/sign_in.sql", f"'\\x{token}'::bytea"))
    for client in people:
        one, many = f"'{client}'::uuid", f"ARRAY['{client}'::uuid]"
        lines += [_sql("Clients/read_client.sql", one), _sql("Clients/list_contact_points.sql", many), _sql("Clients/list_consents.sql", many)]
    return lines


def _audit(people):
    """The audit rows of a look at each of `people`, in one statement."""
    def each(value, kind):
        return "ARRAY[" + ", ".join([value] * len(people)) + f"]::{kind}[]"
    clients = "ARRAY[" + ", ".join(f"'{client}'::uuid" for client in people) + "]"
    return _sql(
        "Access/record_audits.sql", "actor_role()", "actor_id()", each("gen_random_uuid()", "uuid"), each("now()", "timestamptz"),
        each("gen_random_uuid()", "uuid"), each("'http'", "text"), each("'getClient'", "text"), each("'client.read'", "text"), clients, clients,
        each("NULL", "text"), each("'role'", "text"), each("'records'", "text"), each("'contact'", "text"), each("'{}'", "text"),
        each("sha256('')", "bytea"))


def _scripts(clinic, people, token, kind):
    """Pgbench scripts: what the kind adds to the reads of SHARE clients. `shared` writes their rows in a transaction after them, as the door
    does; `audit` is one look with its row in its own, as in an act."""
    paths = []
    for number in range(16):
        some = [people[(number + place) % len(people)] for place in range(1 if kind == "audit" else SHARE)]
        lines = _reads(some, token, kind != "plain")
        if kind == "shared":
            lines += ["COMMIT;", "BEGIN;", _sql("Access/sign_in.sql", f"'\\x{token}'::bytea")]
        if kind in ("shared", "audit"):
            lines.append(_audit(some))
        lines.append("COMMIT;")
        path = pathlib.Path(clinic.folder) / f"locks-{kind}-{number}.sql"
        path.write_text("\n".join(" ".join(line.split()) for line in lines) + "\n")
        paths.append(str(path))
    return paths


def _pgbench(clinic, scripts, role, seconds):
    settings = "-c search_path=clinic,public -c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off"
    done = subprocess.run(
        ["pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds),
         *itertools.chain.from_iterable(("-f", script) for script in scripts),
         "-h", clinic.socket, "-p", clinic.pg_port, "-U", clinic.superuser, clinic.database],
        capture_output=True, text=True, env=dict(os.environ, PGOPTIONS=settings + (f" -c role={role}" if role else "")))
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.M)
    if done.returncode or not found:
        raise RuntimeError(done.stderr[-2000:])
    return float(found[1])


def _statements(report, options, clinic, people):
    print("\nThe same read of a client (client, contacts, consents) in PostgreSQL, 8 connections, prepared")
    token = clinic.sql("SELECT encode(token_hash, 'hex') FROM clinic.access_token WHERE role = 'lead' AND revoked_at IS NULL ORDER BY created_at LIMIT 1").strip()
    # What is added, and as whom it is asked: the superuser passes row-level security by, the application does not.
    kinds = [
        ("plain", "plain", None), (f"sign-in of the actor, one for {SHARE} looks", "sign_in", None), ("row-level security", "rls", "attune_app"),
        (f"audit rows, {SHARE} looks to a commit", "shared", "attune_app")]
    alone = "audit"
    scripts = {kind: _scripts(clinic, people, token, kind) for kind in [kind for _, kind, _ in kinds] + [alone]}
    rates = {kind: [] for kind in scripts}
    for turn in range(options.rounds + 1):
        for kind, role in [(kind, role) for _, kind, role in kinds] + [(alone, "attune_app")]:
            rate = _pgbench(clinic, scripts[kind], role, 1 if turn == 0 else options.seconds) * (1 if kind == "audit" else SHARE)
            if turn:
                rates[kind].append(rate)
    before, whole = None, "shared"
    for name, kind, _ in kinds:
        report.figure(f"reads with {name}" if before is None else f"reads and {name}", median(rates[kind]), "/s")
        if before is not None:
            # The part of a whole read's time that this one adds.
            report.figure(f"share of {name}", median((1 / b - 1 / a) * c * 100 for a, b, c in zip(rates[before], rates[kind], rates[whole])), "%")
        before = kind
    report.figure("reads and audit rows with a commit of their own, as in an act", median(rates[alone]), "/s")
    lost = median((1 - d / a) * 100 for a, d in zip(rates["plain"], rates["shared"]))
    report.figure("throughput lost to all of it together", lost, "%", 35, at_least=False)


# ── The door ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _door(report, options, clinic, people):
    print("\nGET /v1/clients/{id}, signed in, audited and opened, beside Go + pgx with none of it, 64 connections")
    clinic.sql("""
        DROP TABLE IF EXISTS bench.client, bench.contact_point, bench.consent;
        CREATE TABLE bench.client AS TABLE clinic.client; ALTER TABLE bench.client ADD PRIMARY KEY (id);
        CREATE TABLE bench.contact_point AS TABLE clinic.contact_point; CREATE INDEX ON bench.contact_point (client_id);
        CREATE TABLE bench.consent AS TABLE clinic.consent; CREATE INDEX ON bench.consent (client_id);
        VACUUM (ANALYZE) bench.client, bench.contact_point, bench.consent""")
    ids = pathlib.Path(clinic.folder) / "client-ids"
    ids.write_text("\n".join(people) + "\n")
    environment = {"IDS": str(ids), "TOKEN": clinic.token, "WHAT": "clients"}
    binary, why = go_peer()
    runs = {"Attune": [], "Go": []}
    for turn in range(options.rounds):
        environment["SEED"] = str(turn + 1)
        for name in runs:
            if name == "Go" and not binary:
                continue
            peer = None
            try:
                url, pid = clinic.url, clinic.server.process.pid
                if name == "Go":
                    port = free_port()
                    peer = Peer(name, [binary, f"127.0.0.1:{port}"], port, {
                        "DSN": f"host={clinic.socket} user={clinic.superuser} dbname={clinic.database}", "POOL": "8", "GOMAXPROCS": "2", "CHECK_TOKEN": "0"})
                    url, pid = peer.url, peer.process.pid
                script = str(HERE / "wrk/one.lua")
                wrk(url, script, 1, env=environment)
                runs[name].append(wrk(url, script, options.seconds, env=environment, server=pid, postgres=clinic.postmaster))
            finally:
                if peer:
                    peer.stop()
    for name, found in runs.items():
        if not found:
            report.skipped("Go net/http + pgx, a client", why)
            continue
        report.figure(f"{name}: clients read", median(run["rps"] for run in found), "/s")
        print(f"    p50 {median(r['p50'] for r in found) / 1000:.2f} ms, p99 {median(r['p99'] for r in found) / 1000:.2f} ms, CPU a request: server "
              f"{median(r['server_us'] for r in found):.0f} µs, PostgreSQL {median(r['postgres_us'] for r in found):.0f} µs, failures {sum(r['bad'] for r in found)}")
        report.figure(f"{name}: failures", sum(run["bad"] for run in found), "", 0, at_least=False)
    if runs["Go"]:
        report.figure("an audited client read / Go's with none of it", median(a["rps"] / b["rps"] for a, b in zip(runs["Attune"], runs["Go"])), "times", 1)


# ── Bookings while people sign in ────────────────────────────────────────────────────────────────────────────────────────────


class SignIns:
    """People at the door, sixteen at a time, each from an address of their own; nobody has an account, which costs the same hashing."""

    def __init__(self, clinic):
        self.clinic, self.count, self.others, self.stop = clinic, 0, {}, threading.Event()
        self.lock = threading.Lock()

    def one(self, number):
        connection = http.client.HTTPConnection("127.0.0.1", self.clinic.port, timeout=120)
        while not self.stop.is_set():
            number += 16
            text = json.dumps({"email": f"bench{os.getpid()}x{number}@clinic.example", "password": "seven quiet herons wade", "code": "000000"})
            try:
                connection.request("POST", "/v1/sessions", body=text, headers={
                    "Content-Type": "application/json", "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"})
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                status = 0
                connection.close()
            with self.lock:
                if status == 401:
                    self.count += 1
                else:
                    self.others[status] = self.others.get(status, 0) + 1

    def __enter__(self):
        self.pool = concurrent.futures.ThreadPoolExecutor(16)
        self.tasks = [self.pool.submit(self.one, number * 65_536 * 3) for number in range(16)]
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.pool.shutdown(wait=True)


def _bookings(report, options, clinic):
    print("\nBookings, eight clients, alone and while staff sign in (500 sign-ins or more)")
    bookings = pathlib.Path(clinic.folder) / "locks-bookings"
    start = first_hour() + datetime.timedelta(days=200)
    with open(bookings, "w") as file:
        for hour in range(24 * 20):
            if (start + datetime.timedelta(hours=hour - 7)).hour == 23:
                continue
            for number, therapist in enumerate(clinic.therapists[:240]):
                file.write(body(clinic, therapist, clinic.clients[(number + hour * 240) % 2400], start + datetime.timedelta(hours=hour)) + "\n")
    used = 0

    def run(name, seconds):
        nonlocal used
        done = wrk(
            clinic.url, str(HERE / "wrk/book.lua"), seconds, connections=8,
            env={"BOOKINGS": str(bookings), "FROM": str(used), "TOKEN": clinic.token, "KEY": f"locks-{os.getpid()}-{name}"})
        used += done["requests"] + 64
        return done

    run("warm", 2)
    alone, beside, signed = [], [], 0
    others = {}
    for turn in range(options.rounds):
        alone.append(run(f"alone-{turn}", options.seconds))
    turn = 0
    with SignIns(clinic) as door:
        while turn < options.rounds or (door.count < 500 and turn < 60):
            beside.append(run(f"beside-{turn}", options.seconds))
            turn += 1
        signed, others = door.count, door.others
    report.figure("sign-ins meanwhile", signed, "", 500)
    if others:
        print(f"    other answers to sign-ins: {others}")
    report.figure("booking p99, alone", median(run["p99"] for run in alone) / 1000, "ms")
    report.figure("booking p99, beside the sign-ins", median(run["p99"] for run in beside) / 1000, "ms")
    report.figure("booking p99, beside / alone", median(run["p99"] for run in beside) / median(run["p99"] for run in alone), "times", 2, at_least=False)
    report.figure("bookings refused", sum(run["bad"] for run in alone + beside), "", 0, at_least=False)
