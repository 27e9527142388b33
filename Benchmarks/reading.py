"""GET of one therapist, and of a page of them, beside the same through Go and FastAPI, on the same PostgreSQL."""

import os
import pathlib
import shutil
import subprocess

from harness import Peer, free_port, median, wrk

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = HERE.parent / ".build-tools"


def go_peer():
    """The command of the Go peer, built from Debian's packages; None with a message where it cannot be."""
    if not shutil.which("go"):
        return None, "Go is not installed (Deploy/setup --bench)"
    target = TOOLS / "go-peer"
    TOOLS.mkdir(exist_ok=True)
    built = subprocess.run(
        ["go", "build", "-o", str(target), "."], cwd=HERE / "peers/go", capture_output=True, text=True,
        env=dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOCACHE=str(TOOLS / "go-cache"), GOFLAGS=""))
    return (str(target), None) if built.returncode == 0 else (None, built.stderr.strip().splitlines()[-1])


def peers(clinic):
    """(name, command, environment, port, checks the token): whatever can be installed here."""
    found, missing = [], []
    binary, why = go_peer()
    for check in ("0", "1"):
        kind = "row only" if check == "0" else "row and token"
        port = free_port()
        if binary:
            found.append((f"Go net/http + pgx, {kind}", [binary, f"127.0.0.1:{port}"],
                          {"DSN": f"host={clinic.socket} user={clinic.superuser} dbname={clinic.database}", "POOL": "8", "GOMAXPROCS": "2", "CHECK_TOKEN": check}, port))
        port = free_port()
        uvicorn = TOOLS / "bench/bin/uvicorn"
        if uvicorn.exists():
            found.append((f"FastAPI + asyncpg, {kind}",
                          [str(uvicorn), "fastapi_peer:app", "--app-dir", str(HERE / "peers"), "--loop", "uvloop", "--http", "httptools",
                           "--no-access-log", "--workers", "2", "--port", str(port)],
                          {"PGHOST": clinic.socket, "PGUSER": clinic.superuser, "PGDATABASE": clinic.database, "POOL": "4", "CHECK_TOKEN": check,
                           "PYTHONDONTWRITEBYTECODE": "1"}, port))
    if not binary:
        missing.append(("Go net/http + pgx", why))
    if not (TOOLS / "bench/bin/uvicorn").exists():
        missing.append(("FastAPI + asyncpg", "it is not installed (Deploy/setup --bench)"))
    return found, missing


def measure(report, options, clinic, wanted):
    ids = pathlib.Path(clinic.folder) / "ids"
    ids.write_text("\n".join(clinic.therapists) + "\n")
    environment = {"IDS": str(ids), "TOKEN": clinic.token}
    found, missing = peers(clinic)
    one, page = {}, {}
    path = str(HERE / "wrk/path.lua")
    for turn in range(options.rounds):
        environment["SEED"] = str(turn + 1)
        for name, command, more, port in [("Attune", None, None, None), *found]:
            peer = None
            try:
                if command is None:
                    url, pid = clinic.url, clinic.server.process.pid
                else:
                    # Attune stays up, idle: its PostgreSQL is the one that everybody reads.
                    peer = Peer(name, command, port, more)
                    url, pid = peer.url, peer.process.pid
                if "read" in wanted:
                    wrk(url, str(HERE / "wrk/therapist.lua"), 1, env=environment)
                    one.setdefault(name, []).append(
                        wrk(url, str(HERE / "wrk/therapist.lua"), options.seconds, env=environment, server=pid, postgres=clinic.postmaster))
                if "page" in wanted and (command is None or name == "Go net/http + pgx, row only"):
                    lists = [("Attune", "/v1/therapists?limit=50")] if command is None else [("Go", "/page"), ("json_agg passed through", "/page-by-postgres")]
                    for label, address in lists:
                        wrk(url + address, path, 1, env=environment)
                        page.setdefault(label, []).append(
                            wrk(url + address, path, options.seconds, env=environment, server=pid, postgres=clinic.postmaster))
            finally:
                if peer:
                    peer.stop()
    if "read" in wanted:
        print("\nGET /v1/therapists/{id} with a bearer token, 64 connections")
        for name, runs in one.items():
            tell(report, name, runs)
        for name, goal in (("Go net/http + pgx, row only", 1.4), ("FastAPI + asyncpg, row only", 5), ("Go net/http + pgx, row and token", None), ("FastAPI + asyncpg, row and token", None)):
            if name in one:
                report.figure(f"Attune / {name}", median(a["rps"] / b["rps"] for a, b in zip(one["Attune"], one[name])), "times", goal)
        for name, why in missing:
            report.skipped(name, why)
    if "page" in wanted:
        print("\nGET /v1/therapists?limit=50")
        for name, runs in page.items():
            tell(report, f"page of 50, {name}", runs)
        if "json_agg passed through" in page:
            ratio = median(a["rps"] / b["rps"] for a, b in zip(page["Attune"], page["json_agg passed through"]))
            report.figure("page of 50, Attune / json_agg passed through", ratio, "times", 1.5)


def tell(report, name, runs):
    middle = lambda key: median(run[key] for run in runs)
    report.figure(f"{name}: requests", middle("rps"), "/s")
    print(f"    p50 {middle('p50') / 1000:.2f} ms, p99 {middle('p99') / 1000:.2f} ms, CPU a request: server {middle('server_us'):.0f} µs, "
          f"PostgreSQL {middle('postgres_us'):.0f} µs, failures {sum(run['bad'] for run in runs)}")
    if any(run["bad"] for run in runs):
        report.figure(f"{name}: failures", sum(run["bad"] for run in runs), "", 0, at_least=False)
