"""A backup that comes back on another machine: a cluster whose transactions are counted anew, from far below those of the dump."""

import json
import pathlib
import shutil
import signal
import time

import pytest

from conftest import Demo, run
from test_keys import databases, postgres
from test_story import referral_form


def burn(demo, name, count):
    """As many transactions as a busy year would bring: what is restored is then ahead of the new server's count."""
    postgres(demo, "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", name, "-c", f"""
        CREATE TEMPORARY TABLE burnt (n int);
        DO $$ BEGIN FOR n IN 1..{count} LOOP
            BEGIN INSERT INTO burnt VALUES (n); EXCEPTION WHEN division_by_zero THEN NULL; END;
        END LOOP; END $$""")


def number(demo, name, sql):
    return int(postgres(demo, "psql", "-XqAt", "-d", name, "-c", sql))


def refer(demo, who):
    answer = demo.client("intake").post("/v1/referrals", json=referral_form(full_name=who, narrative=f"Told by {who}."))
    assert answer.status == 201, answer
    return answer.json["id"]


def verify(demo, *more):
    done = run("audit", "verify", "--data-dir", demo.data_dir, "--json", *more)
    report = json.loads(done.stdout)
    assert done.returncode == 0 and not report["findings"], report
    return report


@pytest.fixture(scope="module")
def pair(folder):
    """The old server, and the new one on which its dump was restored."""
    old = Demo(folder / "old", "--port", "0")
    name = databases(old)[0]
    refer(old, "Early Person")
    burn(old, name, 5_000)
    # Enough for a checkpoint without waiting a minute for it.
    reading = old.client("intake")
    for _ in range(1_100):
        assert reading.get("/v1/clients?limit=5").status == 200
    deadline = time.monotonic() + 120
    while number(old, name, "SELECT count(*) FROM clinic.audit_checkpoint") == 0:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    checkpoint = folder / "old-checkpoint.txt"
    done = run("audit", "checkpoint", "--out", checkpoint, "--data-dir", old.data_dir)
    assert done.returncode == 0, done.stderr
    # These are not sealed yet when the dump is made.
    waits = "SELECT count(*) FROM clinic.audit a WHERE NOT EXISTS (SELECT FROM clinic.audit_leaf l WHERE l.audit_id = a.id)"
    for _ in range(20):
        last = refer(old, "Late Person")
        if number(old, name, waits) > 0:
            break
        time.sleep(1)  # The sealer was at it just then.
    assert number(old, name, waits) > 0
    highest = number(old, name, "SELECT max(xid::text::bigint) FROM clinic.audit")
    dump = folder / "old.dump"
    postgres(old, "pg_dump", "-Fc", "-d", name, "-f", str(dump))
    narrative = old.client("intake").get(f"/v1/referrals/{last}").json["narrative"]
    assert old.stop() == 0

    new = Demo(folder / "new", "--port", "0")
    assert number(new, name, "SELECT pg_current_xact_id()::text::bigint") < highest
    # Nobody with the new server's keys may seal what comes back.
    new.process.send_signal(signal.SIGSTOP)
    postgres(new, "psql", "-Xq", "-d", "postgres", "-c", f'DROP DATABASE "{name}" WITH (FORCE)')
    # With -C, so that what roles may do to the database itself comes along.
    postgres(new, "pg_restore", "--exit-on-error", "-C", "-d", "postgres", str(dump))
    new.kill()
    shutil.copyfile(pathlib.Path(old.data_dir) / "keys", pathlib.Path(new.data_dir) / "keys")
    again = Demo(folder / "new", "--port", "0")
    yield again, {"name": name, "checkpoint": str(checkpoint), "last": last, "narrative": narrative, "highest": highest}
    again.stop()


def test_what_was_said_is_read_with_the_old_keys(pair):
    new, was = pair
    answer = new.client("intake").get(f"/v1/referrals/{was['last']}")
    assert answer.status == 200 and answer.json["narrative"] == was["narrative"] == "Told by Late Person.", answer


def test_the_record_goes_on_from_where_it_was_and_nothing_is_found_against_an_old_checkpoint(pair):
    new, was = pair
    name = was["name"]
    verify(new, "--checkpoint", was["checkpoint"])
    refer(new, "Person After")
    assert number(new, name, "SELECT min(xid::text::bigint) FROM (SELECT xid FROM clinic.audit ORDER BY at DESC LIMIT 1) a") < was["highest"]
    # What waited when the dump was made is sealed here, although its transactions are ahead of this server's.
    waiting = "SELECT count(*) FROM clinic.audit a WHERE xid::text::bigint > {} AND NOT EXISTS (SELECT FROM clinic.audit_leaf l WHERE l.audit_id = a.id)"
    deadline = time.monotonic() + 150
    ahead = waiting.format("(SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint)")
    while number(new, name, ahead) > 0:
        assert time.monotonic() < deadline, "rows of the dump were never sealed"
        time.sleep(1)
    verify(new, "--checkpoint", was["checkpoint"])


def test_an_edit_after_the_restore_is_found(pair):
    new, was = pair
    postgres(new, "psql", "-Xq", "-d", was["name"], "-c", """
        SET session_replication_role = replica; UPDATE clinic.audit SET action = 'client.edited'
         WHERE id = (SELECT l.audit_id FROM clinic.audit_leaf l ORDER BY seq LIMIT 1)""")
    done = run("audit", "verify", "--data-dir", new.data_dir, "--json", "--checkpoint", was["checkpoint"])
    assert done.returncode == 1 and json.loads(done.stdout)["findings"]
