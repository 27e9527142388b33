"""Secret text and the keys that it rests on, as an administrator meets them: what a dump tells, wrong and missing keys, a rotation while people work."""

import base64
import concurrent.futures
import datetime
import glob
import json
import os
import pathlib
import resource
import shutil
import subprocess

import pytest

from conftest import BINARY, Demo, environment, run
from staff import signed_in
from test_story import referral_form


def postgres(demo, program, *arguments):
    """A program of PostgreSQL's, as the superuser: whoever has the server's disk can do as much."""
    lines = pathlib.Path(glob.glob(demo.data_dir + "/**/postmaster.pid", recursive=True)[0]).read_text().splitlines()
    program = shutil.which(program) or sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{program}"))[-1]
    return subprocess.run(
        [program, "-h", lines[4], "-p", lines[3], "-U", "attune_admin", *arguments], capture_output=True, text=True, check=True).stdout


def databases(demo):
    names = postgres(demo, "psql", "-XqAt", "-d", "postgres", "-c",
                     "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'").split()
    assert names, "no database"
    return names


def dump(demo):
    """Everything that the database holds, as the superuser would carry it away."""
    return "".join(postgres(demo, "pg_dump", "-d", name) for name in databases(demo))


@pytest.fixture(scope="module")
def own(folder):
    """A demonstration of our own: its keys are changed."""
    running = Demo(folder / "keys", "--port", "0")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def planted(own):
    """A thousand secrets through the doors: narratives, mail addresses, numbers, reasons of triage and of refusal, notes."""
    intake, lead, canaries = own.client("intake"), own.client("lead"), []

    def canary(text):
        canaries.append(text)
        return text

    def referral(number):
        answer = intake.post("/v1/referrals", json=referral_form(
            full_name=f"Planted Person {number}", email=canary(f"heron{number:04}@nowhere.example.org"),
            phone=canary(f"250-57{number // 1000}-{7000 + number % 1000}"), narrative=canary(f"Tells of the kestrel {number:04} at length.")))
        assert answer.status == 201, answer
        path = f"/v1/referrals/{answer.json['id']}"
        reason = canary(f"Because of the plover {number:04}.")
        etag = intake.get(path).etag
        assert intake.post(path + "/triage", json={"outcome": "soon", "reason": reason}, etag=etag).status == 200
        return answer.json["id"]

    def client(number):
        answer = lead.post("/v1/clients", json={"full_name": f"Planted Client {number}", "contact_points": [
            {"channel": "email", "value": canary(f"egret{number:04}@nowhere.example.org")},
            {"channel": "phone", "value": canary(f"(604) 57{number // 1000}-{7000 + number % 1000}")}]})
        assert answer.status == 201, answer
        return answer.json["id"]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        referrals = list(pool.map(referral, range(205)))
        clients = list(pool.map(client, range(85)))
    article = lead.get("/v1/articles").json["data"][0]["id"]
    therapist = lead.get("/v1/therapists").json["data"][0]["id"]
    in_person = signed_in(own, "heron.lead@clinic.example", "Planted Lead")
    for number, person in enumerate(clients[:10]):
        opened = in_person.post(f"/v1/clients/{person}/break-glass", json={"reason": canary(f"Her therapist heard the curlew {number:04}.")})
        assert opened.status == 201, opened
        given = in_person.post("/v1/handouts", json={"client": person, "article": article, "therapist": therapist, "note": canary(f"For the nights when the bittern {number:04} calls.")})
        assert given.status == 201, given
    matches = intake.get(f"/v1/referrals/{referrals[0]}/matches?limit=100").json["data"]
    proposed = intake.post(f"/v1/referrals/{referrals[0]}/proposals", json={
        "therapist": matches[-1]["therapist"], "override_reason": canary("She once met the first avocet.")})
    assert proposed.status == 201, proposed
    path = f"/v1/proposals/{proposed.json['id']}"
    declined = intake.post(path + "/decline", json={"reason": canary("He would rather wait for the godwit.")}, etag=intake.get(path).etag)
    assert declined.status == 200, declined
    service = next(item["id"] for item in lead.get("/v1/services").json["data"] if item["code"] == "session")
    stamp = lambda days: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    slots = lead.get(f"/v1/slots?service={service}&format=online&from={stamp(30)}&until={stamp(60)}").json["data"]
    booked = lead.post("/v1/appointments", json={
        "therapist": slots[0]["therapist"], "client": clients[20], "service": service, "format": "online", "start": slots[0]["start"]})
    assert booked.status == 201, booked
    reason = canary("Her sister the dotterel came along.")
    cancelled = lead.post(f"/v1/appointments/{booked.json['id']}/cancel", json={"reason": reason}, etag=booked.etag)
    assert cancelled.status == 200 and cancelled.json["status_reason"] == reason, cancelled
    return {"canaries": canaries, "referrals": referrals, "clients": clients}


def test_a_dump_holds_none_of_a_thousand_secrets_in_any_spelling(own, planted):
    text = dump(own)
    assert "Planted Person 7" in text and "Planted Client 7" in text, "names stay plain (ARCHITECTURE.md): this dump has the rows"
    canaries = planted["canaries"]
    assert len(canaries) >= 1_000 and len(set(canaries)) == len(canaries)
    for canary in canaries:
        # bytea is written as hexadecimal digits: a plain text in such a column would stand there like that.
        for spelling in (canary, canary.encode().hex(), base64.b64encode(canary.encode()).decode().rstrip("=")):
            assert spelling not in text, canary


def test_no_log_holds_any_of_them_postgresqls_own_neither(own, planted):
    # An error that names a value: PostgreSQL would print the row that failed.
    name = databases(own)[0]
    with pytest.raises(subprocess.CalledProcessError):
        postgres(own, "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", name, "-c",
                 f"INSERT INTO clinic.client (id, full_name, kind) VALUES ('{planted['clients'][0]}', 'Planted Sandpiper', 'whimbrel')")
    logs = [path for path in pathlib.Path(own.data_dir).rglob("*") if path.is_file() and "log" in path.name.lower() and path.suffix != ".conf"]
    texts = {str(path): path.read_text(errors="replace") for path in [*logs, own.log_path]}
    # PostgreSQL says that there was an error, and neither with what nor in which statement.
    assert any("client_kind_known" in text or "violates" in text for text in texts.values()), list(texts)
    names = [f"Planted Person {number}" for number in range(205)] + [f"Planted Client {number}" for number in range(85)]
    for path, text in texts.items():
        for word in planted["canaries"] + names + ["Sandpiper", "whimbrel", "INSERT INTO"]:
            assert word not in text, (path, word)


def test_the_same_secrets_are_read_by_whoever_may(own, planted):
    folder = own.client("intake").get(f"/v1/referrals/{planted['referrals'][3]}").json
    assert folder["narrative"].startswith("Tells of the kestrel ") and folder["triages"][0]["reason"].startswith("Because of the plover ")
    seen = own.client("front_desk").get(f"/v1/clients/{planted['clients'][3]}").json
    assert [point["value"] for point in seen["contact_points"]][0].startswith("egret")


def test_a_text_that_somebody_moved_to_another_person_is_refused_and_not_shown(own, planted):
    one, other = planted["referrals"][10:12]
    intake, name = own.client("intake"), databases(own)[0]
    swap = f"""SET search_path = clinic; UPDATE referral a SET narrative = b.narrative FROM referral b
               WHERE (a.id, b.id) IN (('{one}', '{other}'), ('{other}', '{one}'))"""
    postgres(own, "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", name, "-c", swap)
    for referral in (one, other):
        answer = intake.get(f"/v1/referrals/{referral}")
        assert answer.status == 503 and answer.json["code"] == "keys.cannot_open", answer
        assert "kestrel" not in answer.text
    assert intake.get(f"/v1/referrals/{planted['referrals'][12]}").status == 200
    postgres(own, "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", name, "-c", swap)
    assert intake.get(f"/v1/referrals/{one}").status == 200


def test_a_retry_gets_the_kept_answer_which_the_dump_does_not_tell(own):
    intake, key = own.client("intake"), "keys-retry-1"
    form = referral_form(full_name="Retried Person", narrative="Speaks of the whimbrel twice.")
    first, second = intake.post("/v1/referrals", json=form, key=key), intake.post("/v1/referrals", json=form, key=key)
    assert first.status == second.status == 201 and first.body == second.body
    text = dump(own)
    assert "whimbrel" not in text and "whimbrel".encode().hex() not in text


def test_a_client_is_found_by_the_whole_address_and_it_is_never_an_argument(own, planted):
    found = run("clients", "find", "--data-dir", own.data_dir, "--json", stdin="EGRET0003@nowhere.example.org\n")
    assert found.returncode == 0, found.stderr
    assert len(json.loads(found.stdout)) == 1
    assert json.loads(run("clients", "find", "--data-dir", own.data_dir, "--json", stdin="egret0003@nowhere.example\n").stdout) == []
    assert run("clients", "find", "--data-dir", own.data_dir, stdin="").returncode == 64


def test_the_key_is_changed_while_people_work(own, planted):
    file = pathlib.Path(own.data_dir) / "keys"
    keys = lambda *words: run("keys", *words, "--data-dir", own.data_dir, "--json")
    before = json.loads(keys("list").stdout)
    assert [key["name"] for key in before if key["purpose"] == "wrap"] == ["w1"]
    done, failures = [], []

    def work():
        intake = own.client("intake")
        while not done:
            for referral in planted["referrals"][:20]:
                answer = intake.get(f"/v1/referrals/{referral}")
                if answer.status != 200 or not answer.json["narrative"]:
                    failures.append(answer)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        working = [pool.submit(work) for _ in range(2)]
        try:
            for words in (["add"], ["rotate"], ["check"], ["retire"]):
                answer = keys(*words)
                assert answer.returncode == 0, (words, answer.stderr)
                if words == ["rotate"]:
                    assert json.loads(answer.stdout)["rewrapped"] >= 290
        finally:
            done.append(True)
        for one in working:
            one.result()
    assert not failures, failures[:3]
    wraps = [key for key in json.loads(keys("list").stdout) if key["purpose"] == "wrap"]
    assert [(key["name"], key["state"]) for key in wraps] == [("w2", "wraps")] and wraps[0]["clients"] >= 290
    assert oct(file.stat().st_mode & 0o777) == "0o600" and "wrap w1" not in file.read_text()
    # And new people get a key that the file still has.
    added = own.client("intake").post("/v1/referrals", json=referral_form(full_name="Late Person"))
    assert added.status == 201, added
    assert json.loads(keys("check").stdout)["ok"] is True


def test_wrong_and_missing_keys_start_nothing_and_are_not_overwritten(own, folder):
    file = pathlib.Path(own.data_dir) / "keys"
    right = file.read_text()
    other = folder / "other-keys"
    assert run("keys", "create", "--data-dir", own.data_dir, "--set", f"keys.file={other}").returncode == 0
    for purpose in ("wrap", "pepper", "lookup", "audit", "sign"):
        pick = lambda text: next(line for line in text.splitlines() if line.startswith(purpose + " "))
        wrong = folder / f"wrong-{purpose}"
        name = pick(right).split()[1]
        wrong.write_text(right.replace(pick(right), f"{purpose} {name} {pick(other.read_text()).split()[2]}"))
        os.chmod(wrong, 0o600)
        done = run("clients", "list", "--data-dir", own.data_dir, "--set", f"keys.file={wrong}", "--json")
        assert done.returncode != 0 and done.stdout == "", purpose
        told = json.loads(done.stderr)
        assert told["code"] == "keys.wrong" and purpose in told["title"] and name in told["title"], told
        assert json.loads(run("keys", "list", "--data-dir", own.data_dir, "--json").stdout)
    doctor = run("doctor", "--data-dir", own.data_dir, "--set", f"keys.file={folder / 'wrong-wrap'}", "--json")
    assert doctor.returncode == 1 and '"keys"' in doctor.stdout
    up = run("up", "--data-dir", own.data_dir, "--port", "0", "--once", "--set", f"keys.file={folder / 'no-such-file'}")
    assert up.returncode != 0 and "keys" in up.stderr, up.stderr
    assert not (folder / "no-such-file").exists() and file.read_text() == right
    # Making keys where there are some is refused too.
    assert run("keys", "create", "--data-dir", own.data_dir).returncode != 0 and file.read_text() == right
    assert own.client().get("/readyz").status == 200


def test_a_disk_without_room_gets_no_half_of_a_key_file(folder):
    """The limit stands for a full disk: sixteen bytes, and then no more."""
    place = folder / "no-room"
    full = subprocess.run(
        [BINARY, "keys", "create", "--data-dir", str(place), "--json"], env=environment(), capture_output=True, text=True, timeout=60,
        # Python ignores the signal that comes with the limit, and so does what it starts: the write fails instead.
        restore_signals=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)))
    assert full.returncode == 1 and full.stdout == "", full
    told = json.loads(full.stderr)
    assert told["code"] == "keys.unwritable" and "too large" in told["detail"], told
    assert list(place.iterdir()) == []
    assert run("keys", "create", "--data-dir", place).returncode == 0


def test_keys_come_from_a_systemd_credential_where_there_is_one(own, folder):
    """What `LoadCredential=attune.keys:…` gives a service: a folder of its own, named by the environment, that nobody else may look into."""
    credentials = folder / "credentials"
    credentials.mkdir()
    given = credentials / "attune.keys"
    own_file = pathlib.Path(own.data_dir) / "keys"
    aside = own_file.rename(own_file.with_name("keys.aside"))
    try:
        missing = run("keys", "list", "--data-dir", own.data_dir, "--json", CREDENTIALS_DIRECTORY=str(credentials))
        assert missing.returncode != 0 and json.loads(missing.stderr)["code"] == "keys.missing"
        shutil.copyfile(aside, given)
        os.chmod(given, 0o440)
        there = run("keys", "check", "--data-dir", own.data_dir, "--json", CREDENTIALS_DIRECTORY=str(credentials))
        assert there.returncode == 0 and json.loads(there.stdout)["ok"] is True, there.stderr
        os.chmod(given, 0o444)
        loose = run("keys", "list", "--data-dir", own.data_dir, "--json", CREDENTIALS_DIRECTORY=str(credentials))
        assert loose.returncode != 0 and json.loads(loose.stderr)["code"] == "keys.open_to_others"
        # Another clinic's credential opens nothing, and a folder without one is no credential at all.
        given.unlink()
        other = run("keys", "create", "--data-dir", own.data_dir, "--set", f"keys.file={given}")
        assert other.returncode == 0, other.stderr
        wrong = run("keys", "list", "--data-dir", own.data_dir, "--json", CREDENTIALS_DIRECTORY=str(credentials))
        assert wrong.returncode != 0 and json.loads(wrong.stderr)["code"] == "keys.wrong"
    finally:
        aside.rename(own_file)
    assert run("keys", "check", "--data-dir", own.data_dir, CREDENTIALS_DIRECTORY=str(folder / "nowhere")).returncode == 0
