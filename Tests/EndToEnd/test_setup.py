"""`Deploy/setup` where it may not install: one command for all that is missing, and nothing is touched."""

import os
import subprocess

import pytest

from conftest import ROOT

SHIMS = {
    "id": "echo 1000",
    "sudo": "echo 'sudo: a password is required' >&2; exit 1",
    "swift": "echo 'Swift version 6.3 (swift-6.3-RELEASE)'",
    "apt-get": 'echo "$@" >> "$CALLS"; exit 100',
    "dpkg-query": 'for word in "$@"; do case " $LACKING " in *" $word "*) exit 1;; esac; done; echo installed',
}


@pytest.fixture
def setup(tmp_path):
    for name, text in SHIMS.items():
        file = tmp_path / name
        file.write_text(f"#!/bin/bash\n{text}\n")
        file.chmod(0o755)

    def run(*options, lacking=""):
        calls = tmp_path / "calls"
        calls.write_text("")
        env = dict(os.environ, PATH=f"{tmp_path}:/usr/bin:/bin", LACKING=lacking, CALLS=str(calls), NO_COLOR="1")
        done = subprocess.run([ROOT / "Deploy/setup", *options], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        return done, calls.read_text()

    return run


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_without_root_everything_that_is_missing_is_named_in_one_command(setup, options):
    done, calls = setup(*options, lacking="libpq-dev libsodium-dev git")
    assert done.returncode == 1, done.stdout
    assert "apt-get update && apt-get install --no-install-recommends git libpq-dev libsodium-dev\n" in done.stderr, done.stderr
    assert "missing  libsodium-dev (random bytes and password hashes)" in done.stdout, done.stdout
    assert "not root" in done.stderr and "\x1b" not in done.stdout + done.stderr
    assert calls == "", "nothing may be installed, nor even looked for"


def test_without_root_a_machine_that_has_everything_is_ready(setup):
    done, calls = setup()
    assert done.returncode == 0 and done.stdout.endswith("Ready.\n") and calls == "", (done.stdout, done.stderr)
