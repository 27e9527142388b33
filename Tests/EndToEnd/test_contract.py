"""The API is what its OpenAPI document says, for every request that a generator can think of in a bounded time."""

import os
import pathlib
import subprocess
import sys

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from conftest import Demo

SECONDS = int(os.environ.get("ATTUNE_FUZZ_SECONDS", "60"))
SEED = os.environ.get("ATTUNE_FUZZ_SEED", "20261122")


@pytest.fixture(scope="module")
def own(folder):
    """A demonstration of its own: a lead's token withdraws articles, fills hours and answers proposals that other tests count on."""
    running = Demo(folder / "fuzz", "--port", "0")
    yield running
    status = running.stop()
    assert status == 0, running.errors()[-4000:]


def test_the_document_is_valid_openapi_3_1(demo):
    document = demo.client().get("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in OpenAPIV31SpecValidator(document).iter_errors()]
    assert not faults, "\n".join(faults[:20])


def test_every_route_has_a_summary_its_refusals_and_an_operation_id(demo):
    document = demo.client().get("/openapi.json").json
    seen = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method not in ("get", "post", "put", "patch", "delete", "head"):
                continue
            assert operation.get("summary"), (method, path)
            assert operation["operationId"] not in seen
            seen.add(operation["operationId"])
            assert any(code.startswith(("4", "5")) for code in operation["responses"]) or path in ("/livez", "/openapi.json"), (method, path)
    wanted = ("therapists", "clients", "referrals", "slots", "appointments", "articles", "handouts")
    assert all(any(path.startswith(f"/v1/{noun}") for path in document["paths"]) for noun in wanted)


def test_generated_requests_find_no_fault(own, tmp_path):
    """No 5xx, no undocumented status, no answer that breaks its schema, nothing accepted that the schema forbids."""
    config = tmp_path / "schemathesis.toml"
    # A body that fits its schema may still name somebody who does not exist, or a time that has passed: that is refused, rightly.
    # Whoever guesses at a sign-in is told to wait, and a page without a cookie leads to the sign-in.
    # A stale If-Match may be told before a malformed id. And every link has a door, so that trying links teaches nothing.
    # The import takes text/csv: a number is text as well, and its faults are the answer.
    config.write_text("""
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "303", "304", "400", "401", "403", "404", "409", "410", "412", "422", "428", "429"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "410", "412", "413", "414", "415", "422", "428", "431"]
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "404", "406", "415", "422", "428"]
[[operations]]
include-path = "/h/{token}"
checks.negative_data_rejection.enabled = false
[[operations]]
include-path = "/staff/join/{token}"
checks.negative_data_rejection.enabled = false
[[operations]]
include-path = "/v1/referrals/import"
checks.negative_data_rejection.enabled = false
""")
    done = subprocess.run(
        [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run", f"{own.url}/openapi.json",
            "--header", f"Authorization: Bearer {own.tokens['lead']}", "--phases", "examples,coverage,fuzzing",
            "--max-examples", "12", "--max-time", str(SECONDS), "--seed", SEED, "--generation-database", "none",
            "--request-timeout", "20", "--continue-on-failure", "--suppress-health-check", "all", "--no-color",
        ],
        capture_output=True, text=True, timeout=SECONDS * 3 + 240, cwd=tmp_path)
    found = done.stdout.partition("= FAILURES =")[2][:6000]  # what fails stands before pages of advice
    assert done.returncode == 0, found + done.stdout[-3000:] + done.stderr[-3000:]
