"""One referral and the whole team: ranked in memory, and asked for over HTTP from PostgreSQL, as the team grows."""

import http.client
import json
import pathlib
import subprocess
import time

from database import tell
from harness import cpu_seconds

HERE = pathlib.Path(__file__).resolve().parent
SIZES = (10, 100, 1_000, 10_000)


def in_memory(report, options):
    print("\nRanking a team for one referral, in memory (CPU time of one thread)")
    done = subprocess.run([str(HERE / "rank/run")], stdout=subprocess.PIPE, text=True)
    tell(report, done.stdout)
    if done.returncode:
        report.skipped("ranking in memory", f"Benchmarks/rank/run ended with {done.returncode}")


def over_http(report, options, clinic):
    print("\nGET /v1/referrals/{id}/matches?limit=10 from PostgreSQL, one caller")
    # Those of the other parts see nobody meanwhile.
    clinic.sql("SET search_path = clinic; UPDATE therapist SET status = 'away' WHERE status = 'active'; CREATE TABLE bench.was AS SELECT id FROM clinic.therapist WHERE status = 'away'")
    team = (HERE / "rank/team.sql").read_text()
    try:
        referral = _referral(clinic)
        have = 0
        for size in SIZES:
            if size > options.therapists:
                break
            clinic.sql(f"\\set first {have + 1}\n\\set last {size}\n" + team)
            have = size
            _measure(report, clinic, referral, size, options.matches)
    finally:
        clinic.sql("SET search_path = clinic; UPDATE therapist SET status = 'left' WHERE slug LIKE 'rank-%'; UPDATE therapist SET status = 'active' WHERE id IN (SELECT id FROM bench.was)")


def _call(connection, clinic, method, path, body=None, **headers):
    connection.request(
        method, path, body=json.dumps(body) if body is not None else None,
        headers={"Authorization": f"Bearer {clinic.intake_token}", "Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:600]}")
    return answer, text


def _referral(clinic):
    """Somebody who has come in with concerns and may be matched, triaged by a person."""
    referral = clinic.sql("""
        SELECT r.id FROM clinic.referral r JOIN clinic.client c ON c.id = r.client_id
         WHERE r.status = 'draft' AND NOT r.safety_hold AND r.matching_consent AND r.kind = 'adult' AND c.jurisdiction = 'CA-BC'
           AND coalesce(r.funding, 'self_pay') IN ('self_pay', 'insurance', 'cvap') AND r.fee_ceiling_cents IS NULL
           AND (SELECT concept_code FROM clinic.referral_concern WHERE referral_id = r.id ORDER BY weight DESC LIMIT 1) IN
               (SELECT concept_code FROM clinic.referral_concern GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 12)
           AND NOT EXISTS (SELECT FROM clinic.referral_need n WHERE n.referral_id = r.id AND n.importance = 'must')
         ORDER BY r.received_at, r.id LIMIT 1""").strip()
    connection = http.client.HTTPConnection("127.0.0.1", clinic.port, timeout=30)
    answer, _ = _call(connection, clinic, "GET", f"/v1/referrals/{referral}")
    _call(connection, clinic, "POST", f"/v1/referrals/{referral}/triage", {"outcome": "routine", "reason": "Measured by the bench"},
          **{"If-Match": answer.getheader("ETag")})
    return referral


def _measure(report, clinic, referral, size, times):
    connection = http.client.HTTPConnection("127.0.0.1", clinic.port, timeout=120)
    path = f"/v1/referrals/{referral}/matches?limit=10"
    for _ in range(3):
        answer, text = _call(connection, clinic, "GET", path)
    document = json.loads(text)
    excluded = document["excluded_count"]
    server = clinic.server.process.pid
    before = cpu_seconds(server, clinic.postmaster), cpu_seconds(clinic.postmaster)
    waits = []
    for _ in range(times):
        started = time.perf_counter()
        _call(connection, clinic, "GET", path)
        waits.append((time.perf_counter() - started) * 1e3)
    after = cpu_seconds(server, clinic.postmaster), cpu_seconds(clinic.postmaster)
    waits.sort()
    name = f"{size:,} therapists over HTTP"
    report.figure(f"{name}: p50", waits[len(waits) // 2], "ms")
    report.figure(f"{name}: p99", waits[min(len(waits) - 1, len(waits) * 99 // 100)], "ms", 25 if size == 10_000 else None, at_least=False)
    print(f"    {document['count']} ranked, {excluded} excluded with reasons, {len(text) / 1024:,.0f} KiB; CPU a request: server "
          f"{(after[0] - before[0]) / times * 1e3:.2f} ms, PostgreSQL {(after[1] - before[1]) / times * 1e3:.2f} ms")
