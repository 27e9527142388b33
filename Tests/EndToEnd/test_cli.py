"""The command line: help that leads somewhere, exit codes that scripts can trust, data on stdout and talk on stderr."""

import json
import os
import re

import pytest

from conftest import BINARY, ROOT, run


def test_help_is_there_for_every_noun_and_leads_with_examples():
    top = run("--help")
    assert top.returncode == 0
    for noun in ("up", "doctor", "migrate", "access", "therapists", "clients", "referrals", "appointments", "articles", "config", "api"):
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
    assert first.returncode in (0, 1), (first.returncode, first.stdout, first.stderr)
    said = first.stdout + first.stderr
    for line, column in ((3, 2), (6, 6), (7, 5)):
        assert f"line {line}, column {column}:" in said, said
    assert "2026-13-45" not in said and "Blythe" not in said
    before = len(demo.client("lead").pages("/v1/referrals?limit=200"))
    run("referrals", "import", file, "--data-dir", demo.data_dir)
    assert len(demo.client("lead").pages("/v1/referrals?limit=200")) == before


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
