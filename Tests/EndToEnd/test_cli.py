"""The command line: help that leads somewhere, exit codes that scripts can trust, data on stdout and talk on stderr."""

import json
import os
import re
import time

import pytest

from conftest import BINARY, ROOT, run


def test_help_is_there_for_every_noun_and_leads_with_examples():
    top = run("--help")
    assert top.returncode == 0
    for noun in ("up", "doctor", "migrate", "access", "therapists", "clients", "referrals", "appointments", "articles", "config", "api",
                 "proposals", "hours", "slots", "handouts", "messages", "time", "audit", "completion", "match"):
        assert re.search(rf"\b{noun}\b", top.stdout), noun
        told = run(noun, "--help")
        assert told.returncode == 0, (noun, told.stderr)
        assert told.stdout.strip()
    assert run("--version").returncode == 0


@pytest.mark.parametrize("words", [["therapistz"], ["therapists", "lst"], ["up", "--prot", "1"], ["config", "explain", "--set", "http.prot=1"]])
def test_a_wrong_word_is_refused_with_the_nearest_right_one(words):
    done = run(*words)
    assert done.returncode == 64, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    meant = {"therapistz": "therapists", "lst": "list", "--prot": "--port", "http.prot=1": "http.port"}
    assert meant[next(word for word in words if word in meant)] in done.stderr, done.stderr


def test_config_explain_shows_where_each_value_comes_from_and_hides_secrets(tmp_path):
    file = tmp_path / "attune.yaml"
    file.write_text("http:\n  port: 9001\nclinic:\n  name: Rowan House\n")
    done = run("config", "explain", "--config", file, ATTUNE_DATABASE_PASSWORD="hunter2", ATTUNE_LOG_LEVEL="error")
    assert done.returncode == 0, done.stderr
    assert "9001" in done.stdout and "line 2" in done.stdout and "ATTUNE_LOG_LEVEL" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize(("text", "expected"), [
    ("http:\n  prot: 9001\n", ("http.prot", "http.port", "2")),
    ("http:\n  port: ninety\n", ("http.port", "2")),
    ("messages:\n  delivery: pigeon\n", ("messages.delivery", "2")),
    ("http: [\n", ("line",)),
])
def test_a_wrong_file_is_refused_by_key_and_line(tmp_path, text, expected):
    file = tmp_path / "attune.yaml"
    file.write_text(text)
    done = run("config", "check", "--config", file)
    assert done.returncode == 64, (done.returncode, done.stderr)
    for word in expected:
        assert word in done.stderr, done.stderr
    assert "ninety" not in done.stderr and "pigeon" not in done.stderr


def test_the_commented_example_is_the_file_that_ships():
    shipped = (ROOT / "Config/attune.yaml").read_text()
    assert run("config", "example").stdout == shipped


def test_the_api_command_speaks_http_and_keeps_stdout_for_data(demo):
    done = run("api", "GET", "/v1/therapists?limit=1", ATTUNE_URL=demo.url, ATTUNE_TOKEN=demo.tokens["lead"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["data"]
    missing = run("api", "GET", "/v1/therapists/00000000-0000-0000-0000-000000000000", ATTUNE_URL=demo.url, ATTUNE_TOKEN=demo.tokens["lead"])
    assert missing.returncode == 3, (missing.returncode, missing.stderr)
    stale = run("api", "POST", f"/v1/appointments/{demo.story['appointment']['id']}/cancel", "--if-match", "99", stdin="{}",
                ATTUNE_URL=demo.url, ATTUNE_TOKEN=demo.tokens["lead"])
    assert stale.returncode == 5 and json.loads(stale.stdout)["code"] == "appointment.stale", (stale.stdout, stale.stderr)
    nobody = run("api", "GET", "/v1/therapists", ATTUNE_URL=demo.url, ATTUNE_TOKEN="attune_" + "x" * 43)
    assert nobody.returncode == 4, (nobody.returncode, nobody.stderr)


def test_tables_for_people_and_json_for_programs(demo):
    for noun in ("therapists", "clients", "referrals", "appointments", "articles"):
        table = run(noun, "list", "--data-dir", demo.data_dir)
        assert table.returncode == 0, (noun, table.stderr)
        assert len(table.stdout.splitlines()) >= 2, (noun, table.stdout)
        found = run(noun, "list", "--json", "--data-dir", demo.data_dir)
        assert found.returncode == 0 and json.loads(found.stdout), (noun, found.stderr)


def test_names_are_masked_unless_they_are_asked_for(demo):
    names = [item["full_name"] for item in demo.client("lead").pages("/v1/clients?limit=200")]
    masked = run("clients", "list", "--data-dir", demo.data_dir)
    assert not [name for name in names if name in masked.stdout]
    shown = run("clients", "list", "--reveal", "--data-dir", demo.data_dir)
    assert [name for name in names if name in shown.stdout]


def test_a_referral_file_with_mistakes_keeps_the_good_rows_and_names_the_others(demo):
    file = ROOT / "Config/sample/referrals-with-mistakes.csv"
    first = run("referrals", "import", file, "--data-dir", demo.data_dir)
    assert first.returncode == 1, (first.returncode, first.stdout, first.stderr)
    said = first.stdout + first.stderr
    for line, column in ((3, 2), (6, 6), (7, 5)):
        assert f"line {line}, column {column}:" in said, said
    assert "2026-13-45" not in said and "Blythe" not in said
    before = len(demo.client("lead").pages("/v1/referrals?limit=200"))
    run("referrals", "import", file, "--data-dir", demo.data_dir)
    assert len(demo.client("lead").pages("/v1/referrals?limit=200")) == before


def test_a_client_is_corrected_by_lines_and_nothing_personal_is_an_argument(demo):
    def clients(*words, **more):
        return run("clients", *words, "--data-dir", demo.data_dir, **more)

    reference = json.loads(clients("add", "--json", stdin="Ash Marsh\n").stdout)["reference"]
    done = clients("edit", reference, "--name", "--pronouns", "--language", "fr", "--json", stdin="Ash Rowan\nthey/them\n")
    assert done.returncode == 0 and json.loads(done.stdout)["version"] == 2, done.stderr
    shown = clients("show", reference, "--reveal", "--json")
    assert json.loads(shown.stdout)["name"] == "Ash Rowan" and json.loads(shown.stdout)["language"] == "fr"
    assert clients("edit", reference, "--pronouns", stdin="\n").returncode == 0
    # Nothing to change, a name that is missing, a zone that is none, somebody who is not here.
    assert clients("edit", reference).returncode == 64
    assert clients("edit", reference, "--name", stdin="").returncode == 64
    assert clients("edit", reference, "--zone", "Nowhere/Land").returncode == 64
    assert clients("edit", "C-9999", "--status", "former").returncode == 3


def test_an_address_is_added_asked_about_again_and_retired(demo):
    def contacts(*words, **more):
        return run("clients", "contacts", *words, "--data-dir", demo.data_dir, **more)

    reference = json.loads(run("clients", "add", "--json", "--data-dir", demo.data_dir, stdin="Fen Marsh\n").stdout)["reference"]
    added = contacts("add", reference, "--channel", "email", "--write", "--json", stdin="fen@example.org\n")
    assert added.returncode == 0 and "fen@" not in added.stdout, added.stderr
    point = json.loads(added.stdout)[0]["id"]
    assert contacts("add", reference, "--channel", "email", stdin="nobody\n").returncode == 64
    masked = contacts("list", reference)
    assert masked.returncode == 0 and point in masked.stdout and "fen@" not in masked.stdout
    assert json.loads(contacts("list", reference, "--reveal", "--json").stdout)[0]["value"] == "fen@example.org"
    again = contacts("confirm", point, "--call", "--from", "09:00", "--until", "12:00", "--json")
    found = json.loads(again.stdout)[0]
    assert found["may_call"] and not found["may_write"] and found["from"] == "09:00", (again.stdout, again.stderr)
    assert contacts("confirm", point, "--from", "09:00").returncode == 64
    assert contacts("retire", point).returncode == 0
    assert contacts("retire", point).returncode == 3
    assert json.loads(contacts("list", reference, "--json").stdout) == []


def test_consents_are_given_and_revoked_and_two_clients_kept_apart(demo):
    def clients(*words, **more):
        return run("clients", *words, "--data-dir", demo.data_dir, **more)

    one, two = (json.loads(clients("add", "--json", stdin=f"{name} Marsh\n").stdout)["reference"] for name in ("Sky", "Sol"))
    given = clients("consents", "give", one, "messages", "--basis", "verbal", "--json")
    assert given.returncode == 0 and json.loads(given.stdout)[0]["kind"] == "messages", given.stderr
    assert clients("consents", "give", one, "messages", "--basis", "verbal").returncode == 5
    assert clients("consents", "give", one, "sharing", "--basis", "verbal", "--until", "2020-01-01").returncode == 64
    assert clients("consents", "revoke", one, "messages").returncode == 0
    assert clients("consents", "revoke", one, "messages").returncode == 3
    assert json.loads(clients("consents", "list", one, "--json").stdout)[0]["revoked_at"]

    made = clients("apart", "add", one, two, "--kind", "alleged_harm", "--reason", "--json", stdin="Police file 24-1180.\n")
    assert made.returncode == 0 and "Police" not in made.stdout, made.stderr
    entry = json.loads(made.stdout)[0]
    assert entry["other_reference"] == two and entry["until"] is None
    assert clients("apart", "add", two, one, "--kind", "other").returncode == 5
    assert clients("apart", "add", one, one, "--kind", "other").returncode == 64
    assert clients("apart", "add", one, "C-9999", "--kind", "other").returncode == 3
    from_other = clients("apart", "list", two, "--reveal", "--json")
    assert [(item["other_reference"], item["reason"]) for item in json.loads(from_other.stdout)] == [(one, "Police file 24-1180.")]
    assert "Police" not in clients("apart", "list", two).stdout
    assert clients("apart", "end", entry["id"]).returncode == 0
    assert clients("apart", "end", entry["id"]).returncode == 3


def test_a_client_file_with_mistakes_ends_with_one_too(demo, tmp_path):
    file = tmp_path / "clients.csv"
    file.write_bytes(b'\xef\xbb\xbfsource_key;full_name;email\r\nT-1;"Lea ""L"" Marsh";lea@example.org\r\nT-2;;not-an-address\r\n')
    done = run("clients", "import", file, "--json", "--data-dir", demo.data_dir)
    found = json.loads(done.stdout)
    assert done.returncode == 1 and len(found["problems"]) == 2 and found["added"] + found["unchanged"] == 1, (done.stdout, done.stderr)
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "import.partly_done"
    file.write_text("source_key,full_name\nT-1,Lea Marsh\n")
    assert run("clients", "import", file, "--check", "--data-dir", demo.data_dir).returncode == 0


def test_a_referral_is_added_from_a_form_and_nothing_personal_is_an_argument(demo):
    empty = run("referrals", "add", "--form", "--data-dir", demo.data_dir)
    assert empty.returncode == 0 and "\nfull_name:\n" in empty.stdout
    form = empty.stdout.replace("full_name:", "full_name: Wren Example").replace("concerns:", "concerns: anxiety; sleep")
    done = run("referrals", "add", "--json", "--data-dir", demo.data_dir, stdin=form.replace("must:", "must: format=online"))
    assert done.returncode == 0, done.stderr
    added = json.loads(done.stdout)
    shown = run("referrals", "show", added["reference"], "--json", "--data-dir", demo.data_dir)
    read = json.loads(shown.stdout)
    assert read["concerns"] == ["anxiety", "sleep"] and {"strength": "must", "kind": "format", "value": "online"} in read["needs"], read
    wrong = run("referrals", "add", "--data-dir", demo.data_dir, stdin="nme: Wren\nbirth_date 1990\n")
    assert wrong.returncode == 64 and "line 1" in wrong.stderr and "line 2" in wrong.stderr and "Wren" not in wrong.stderr, wrong.stderr


def test_the_outbox_shows_what_became_of_a_message_and_its_words_only_when_asked(demo):
    listed = run("messages", "list", "--json", "--limit", "1000", "--data-dir", demo.data_dir)
    assert listed.returncode == 0, listed.stderr
    assert "@" not in listed.stdout
    waiting = next(item for item in json.loads(listed.stdout) if item["status"] == "queued")
    masked = run("messages", "show", waiting["id"], "--data-dir", demo.data_dir)
    assert masked.returncode == 0 and "@" not in masked.stdout and "subject" not in masked.stdout, masked.stdout
    shown = run("messages", "show", waiting["id"], "--reveal", "--data-dir", demo.data_dir)
    assert shown.returncode == 0 and "@" in shown.stdout and "subject" in shown.stdout, shown.stdout
    assert run("messages", "show", "00000000-0000-7000-8000-000000000000", "--data-dir", demo.data_dir).returncode == 3
    assert run("messages", "list", "--status", "lost", "--data-dir", demo.data_dir).returncode == 64


def test_a_proposal_is_answered_in_its_order(demo):
    for row in json.loads(run("referrals", "list", "--json", "--limit", "200", "--data-dir", demo.data_dir).stdout):
        if row["status"] != "draft" or row["safety_hold"]:
            continue
        name = row["reference"]
        assert run("referrals", "triage", name, "--urgency", "soon", "--reason", "Spoke by phone", "--data-dir", demo.data_dir).returncode == 0
        matches = json.loads(run("referrals", "matches", name, "--json", "--data-dir", demo.data_dir).stdout)["matches"]
        if matches:
            break
    made = run("referrals", "propose", name, "--therapist", matches[0]["therapist"], "--json", "--data-dir", demo.data_dir)
    assert made.returncode == 0, made.stderr
    proposal = json.loads(made.stdout)["proposal"]
    answer = lambda *words: run("proposals", *words, "--data-dir", demo.data_dir)
    early = answer("accept", proposal, "--by", "client")
    assert early.returncode == 5 and "therapist" in early.stderr, early.stderr
    assert answer("accept", proposal, "--by", "therapist").returncode == 0
    assert answer("withdraw", proposal, "--version", "1").returncode == 5
    declined = answer("decline", proposal, "--reason", "Prefers mornings", "--json")
    assert declined.returncode == 0 and json.loads(declined.stdout)["status"] == "declined", declined.stderr
    assert [item["proposal"] for item in json.loads(answer("list", name, "--json").stdout)] == [proposal]


def test_somebody_is_ill_and_whom_it_concerns_is_told_or_named(demo):
    def attune(*words, code=0):
        done = run(*words, "--data-dir", demo.data_dir, "--as", "Dana")
        assert done.returncode == code, (words, done.stderr)
        return done

    slug = "amara-okafor"
    listed = attune("appointments", "list", "--days", "56", "--therapist", slug, "--limit", "500", "--json")
    booked = [row for row in json.loads(listed.stdout) if row["status"] == "booked"]
    day = booked[-1]["local_start"][:10]
    that_day = {row["reference"] for row in booked if row["local_start"].startswith(day)}
    assert "--limit" in attune("appointments", "list", "--limit", "2").stderr, "a list that is cut off says so"

    closed = attune("hours", "close", slug, "--on", day, "--note", "Unwell", "--json")
    found = json.loads(closed.stdout)
    assert {one["appointment"]["reference"] for one in found if one["outcome"] == "to_move"} == that_day
    assert f"{len(that_day)} to move or cancel" in closed.stderr
    hours = json.loads(attune("hours", "list", slug, "--days", "100", "--json").stdout)
    assert {"day": day, "kind": "closed", "starts": None, "ends": None, "formats": [], "note": "Unwell"} in hours["exceptions"]
    assert "Tuesday" in attune("hours", "list", slug).stdout
    assert that_day <= {one["appointment"]["reference"] for one in json.loads(
        attune("hours", "affected", slug, "--days", "100", "--json").stdout)}

    gone = json.loads(attune("hours", "close", slug, "--on", day, "--cancel", "--reason", "Therapist unwell", "--json").stdout)
    assert {one["outcome"] for one in gone if one["appointment"]["reference"] in that_day} == {"cancelled"}
    assert all(one["told"] in ("queued", "nothing_to_tell", "not_told") for one in gone if one["outcome"] == "cancelled")
    assert not that_day & {one["appointment"]["reference"] for one in json.loads(
        attune("hours", "affected", slug, "--days", "100", "--json").stdout)}

    assert "1 taken back" in attune("hours", "reset", slug, "--on", day).stderr
    assert "Open on" in attune("hours", "open", slug, "--on", day, "--from", "18:00", "--to", "20:00", "--format", "online").stderr
    assert attune("hours", "close", slug, "--on", day, "--until", "2020-01-01", code=64).stderr.count("comes before")
    assert "--cancel" in attune("hours", "close", slug, "--on", day, "--reason", "x", code=64).stderr
    assert "attune therapists list" in attune("hours", "list", "nobody", code=3).stderr


def test_what_waits_for_a_therapist_is_listed_and_an_article_is_withdrawn_once(demo, tmp_path):
    def attune(*words, code=0):
        done = run(*words, "--data-dir", demo.data_dir)
        assert done.returncode == code, (words, done.stderr)
        return done

    slugs = [row["slug"] for row in json.loads(attune("therapists", "list", "--json").stdout)]
    for slug in slugs[:3]:
        waiting = json.loads(attune("proposals", "list", "--therapist", slug, "--json").stdout)
        assert all(one["status"] in ("proposed", "therapist-accepted") for one in waiting)
    assert "one of the two" in attune("proposals", "list", code=64).stderr
    file = tmp_path / "short.md"
    file.write_text("# A short one\n\nOne step after another.\n")
    attune("articles", "import", file, "--slug", "a-short-one")
    article = next(row for row in json.loads(attune("articles", "list", "--json").stdout) if row["slug"] == "a-short-one")
    assert "3 to 500" in attune("articles", "withdraw", article["id"], "--reason", "x", code=64).stderr
    held = attune("articles", "withdraw", article["id"], "--reason", "Out of date", "--json")
    assert json.loads(held.stdout) == [] and "Nobody holds it" in held.stderr
    assert "withdrawn" in attune("articles", "withdraw", article["id"], "--reason", "Out of date", code=5).stderr


def test_promised_times_are_audited_and_a_plan_has_a_number(demo):
    assert run("time", "audit", "--data-dir", demo.data_dir).returncode == 0
    plan = run("time", "reanchor", "--json", "--data-dir", demo.data_dir)
    assert plan.returncode == 0 and json.loads(plan.stdout)["steps"] == [], plan.stderr
    other = run("time", "reanchor", "--apply", "0123456789ab", "--data-dir", demo.data_dir)
    assert other.returncode == 5 and "attune time reanchor" in other.stderr, other.stderr


def test_a_zone_that_this_machine_does_not_know_is_found_by_the_check(tmp_path):
    file = tmp_path / "attune.yaml"
    file.write_text("clinic:\n  zone: Mars/Base\n")
    done = run("config", "check", "--config", file)
    assert done.returncode == 64 and "clinic.zone" in done.stderr, done.stderr


def test_no_server_to_speak_to_is_said_with_its_own_exit_code(tmp_path):
    done = run("api", "GET", "/livez", ATTUNE_URL="http://127.0.0.1:9")
    assert done.returncode == 75, (done.returncode, done.stderr)
    assert "attune up" in done.stderr


def test_completions_are_there_for_each_shell():
    for shell in ("bash", "zsh", "fish"):
        done = run("completion", shell)
        assert done.returncode == 0 and "attune" in done.stdout, (shell, done.stderr)


def test_a_missing_binary_is_not_silently_skipped():
    assert os.access(BINARY, os.X_OK), f"{BINARY} is not there"


def test_the_record_tells_who_saw_a_client_and_is_verified_against_a_checkpoint_kept_elsewhere(demo, tmp_path):
    client = demo.client("lead").get("/v1/clients?limit=1").json["data"][0]
    demo.client("lead").get(f"/v1/clients/{client['id']}")
    told = run("audit", "who-saw", client["reference"], "--json", "--data-dir", demo.data_dir)
    assert told.returncode == 0, told.stderr
    looks = json.loads(told.stdout)
    assert [look["operation"] for look in looks[:2]] == ["getClient", "listClients"], looks[:3]
    assert {look["role"] for look in looks[:2]} == {"lead"} and looks[0]["fields"] == "contact" and looks[0]["through"] == "role"
    again = json.loads(run("audit", "who-saw", client["id"], "--json", "--data-dir", demo.data_dir).stdout)
    assert again[0]["action"] == "audit.who_saw" and again[0]["label"], again[0]
    scope = run("audit", "scope", "--actor", looks[0]["actor"], "--json", "--data-dir", demo.data_dir)
    assert scope.returncode == 0 and client["id"] in [one["client"] for one in json.loads(scope.stdout)["touched"]], scope.stderr
    nobody = run("audit", "scope", "--actor", "00000000-0000-0000-0000-000000000000", "--data-dir", demo.data_dir)
    assert nobody.returncode == 0 and nobody.stdout == "" and "No client is affected." in nobody.stderr
    # The first checkpoint comes a minute after the start at the latest.
    file, deadline = tmp_path / "checkpoint.txt", time.monotonic() + 120
    while (done := run("audit", "checkpoint", "--out", file, "--data-dir", demo.data_dir)).returncode == 3 and time.monotonic() < deadline:
        time.sleep(2)
    assert done.returncode == 0, done.stderr
    fine = run("audit", "verify", "--checkpoint", file, "--json", "--data-dir", demo.data_dir)
    assert fine.returncode == 0 and json.loads(fine.stdout)["found"] == 0, (fine.stdout, fine.stderr)
    file.write_text(file.read_text().replace("size ", "size 1"))
    wrong = run("audit", "verify", "--checkpoint", file, "--json", "--data-dir", demo.data_dir)
    assert wrong.returncode == 1, (wrong.stdout, wrong.stderr)
    assert {one["kind"] for one in json.loads(wrong.stdout)["findings"]} == {"forged", "truncated"}
    file.write_text("nothing\n")
    assert run("audit", "verify", "--checkpoint", file, "--data-dir", demo.data_dir).returncode == 64
