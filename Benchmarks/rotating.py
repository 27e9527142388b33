"""Changing the key that wraps every client's key, while people read: 100,000 clients, two readers, no error (fault F24)."""

import http.client
import json
import subprocess
import threading
import time


def _crowd(clinic, count):
    """As many more clients as are missing, through the door: only it can wrap their keys."""
    have = int(clinic.sql("SELECT count(DISTINCT client_id) FROM clinic.client_key"))
    made = 0
    while have + made < count:
        number = min(2_000, count - have - made)
        lines = ["source_key,full_name"] + [f"rotate-{have + made + each},Rotate {have + made + each}" for each in range(number)]
        done = _attune(clinic, "clients", "import", "-", "--json", stdin="\n".join(lines) + "\n")
        if done["added"] == 0:
            raise RuntimeError(f"nobody was added: {done}")
        made += done["added"]
    return have + made


def _attune(clinic, *words, stdin=None):
    done = subprocess.run(
        [clinic.binary, *words, "--data-dir", clinic.data], capture_output=True, text=True, input=stdin, cwd=clinic.folder)
    if done.returncode:
        raise RuntimeError(f"attune {' '.join(words)}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _read(clinic, referrals, counts, stop):
    """One person who reads narratives, over and over: each must be there."""
    connection = http.client.HTTPConnection("127.0.0.1", clinic.port, timeout=30)
    while not stop.is_set():
        for referral in referrals:
            try:
                connection.request("GET", f"/v1/referrals/{referral}", headers={"Authorization": f"Bearer {clinic.intake_token}"})
                answer = connection.getresponse()
                body = answer.read()
                good = answer.status == 200 and json.loads(body)["narrative"]
            except (OSError, http.client.HTTPException, ValueError):
                good = False
                connection.close()
            counts["read" if good else "wrong"] += 1


def measure(report, options, clinic):
    print("\nRotating keys")
    clients = _crowd(clinic, options.clients)
    referrals = clinic.sql("SELECT id FROM clinic.referral WHERE narrative IS NOT NULL ORDER BY id LIMIT 40").split()
    counts, stop = {"read": 0, "wrong": 0}, threading.Event()
    readers = [threading.Thread(target=_read, args=(clinic, referrals, counts, stop)) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        _attune(clinic, "keys", "add", "--json")
        before, started = counts["read"], time.perf_counter()
        done = _attune(clinic, "keys", "rotate", "--json")
        seconds, during = time.perf_counter() - started, counts["read"] - before
        retired = _attune(clinic, "keys", "retire", "--json")
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    if done["rewrapped"] < clients or len(retired["retired"]) != 1:
        raise RuntimeError(f"{done} of {clients}, {retired}")
    report.figure(f"{done['rewrapped']:,} clients' keys wrapped anew", seconds, "s", 60, at_least=False)
    report.figure("referrals read meanwhile", during, "", None)
    report.figure("of them wrong", counts["wrong"], "", 0, at_least=False)
