"""The clinic's own matching policy, and decisions made again by another process: the built binary, from the outside."""

import json
import pathlib
import re

import pytest

from conftest import ROOT, Demo, run
from pages import accessible, fits


@pytest.fixture(scope="module")
def own(folder):
    """A demonstration of our own, since it is stopped and its policy changed."""
    demo = Demo(folder / "match", "--port", "0")
    yield demo
    demo.stop()


def proposals(demo):
    return re.findall(r'"proposal": \{"id": "([0-9a-f-]{36})"', json.dumps(demo.document))


def test_a_decision_comes_out_the_same_over_http_and_in_another_process_after_a_restart(own, folder):
    found = proposals(own)
    assert found
    over_http = own.client("intake").get(f"/v1/proposals/{found[0]}/replay")
    assert over_http.status == 200 and over_http.json["verdict"] == "same", over_http
    stored = own.client("intake").get(f"/v1/proposals/{found[0]}").json
    assert own.stop() == 0
    again = run("referrals", "replay", found[0], "--json", "--data-dir", own.data_dir)
    assert again.returncode == 0, again.stderr
    replayed = json.loads(again.stdout)
    assert replayed["verdict"] == "same" and replayed["input_hash"] == stored["input_hash"]
    assert json.loads(replayed["explanation"]) == stored["explanation"]


def test_a_policy_is_checked_compared_adopted_and_never_changed(own, folder):
    own.stop()
    shown = run("match", "policy", "show", "--standard")
    assert shown.returncode == 0, shown.stderr
    file = folder / "matching.yaml"
    file.write_text(shown.stdout.replace("access: 1000", "acess: 1000"))
    wrong = run("match", "policy", "check", file)
    assert wrong.returncode == 64 and "Was access meant?" in wrong.stderr and "line " in wrong.stderr, wrong.stderr
    file.write_text(shown.stdout)
    refused = run("match", "policy", "adopt", file, "--data-dir", own.data_dir)
    assert refused.returncode == 64 and "signed" in refused.stderr, refused.stderr
    text = shown.stdout.replace('version: "2026-11.1"', 'version: "2026-12.1"').replace("clinical_fit: 4000", "clinical_fit: 1500")
    text = text.replace("time_to_first_session: 1500", "time_to_first_session: 4000")
    file.write_text(text.replace("signed_off_by: null", 'signed_off_by: "A. Clinician"').replace("signed_off_on: null", "signed_off_on: 2026-01-05"))
    plan = run("match", "policy", "diff", file, "--json", "--data-dir", own.data_dir)
    assert plan.returncode == 0, plan.stderr
    document = json.loads(plan.stdout)
    assert document["examined"] >= 1 and document["moved"] == len(document["moves"])
    done = run("match", "policy", "adopt", file, "--apply", document["plan"], "--as", "Mika", "--data-dir", own.data_dir)
    assert done.returncode == 0, done.stderr
    again = run("match", "policy", "adopt", file, "--apply", document["plan"], "--data-dir", own.data_dir)
    assert again.returncode == 5, again.stderr
    assert run("match", "policy", "show", "--data-dir", own.data_dir).stdout == file.read_text()


def test_the_vocabulary_is_searched_compared_and_merged(own, folder):
    own.stop()
    found = run("vocabulary", "search", "c-ptsd", "--json", "--data-dir", own.data_dir)
    assert found.returncode == 0 and json.loads(found.stdout)[0]["code"] == "cptsd", found.stderr
    concepts = ROOT / "Config/vocabulary/concepts.yaml"
    assert run("vocabulary", "lint", concepts).returncode == 0
    same = run("vocabulary", "diff", concepts, "--json", "--data-dir", own.data_dir)
    assert same.returncode == 0 and json.loads(same.stdout)["changes"] == [], same.stdout
    unknown = run("vocabulary", "merge", "cptds", "trauma", "--data-dir", own.data_dir)
    assert unknown.returncode == 3 and "cptsd" in unknown.stderr, unknown.stderr
    plan = json.loads(run("vocabulary", "merge", "childhood_trauma", "attachment_trauma", "--json", "--data-dir", own.data_dir).stdout)
    done = run("vocabulary", "merge", "childhood_trauma", "attachment_trauma", "--apply", plan["plan"], "--data-dir", own.data_dir)
    assert done.returncode == 0, done.stderr
    after = json.loads(run("vocabulary", "search", "childhood_trauma", "--json", "--data-dir", own.data_dir).stdout)
    assert after[0]["status"] == "retired" and after[0]["replaced_by"] == "attachment_trauma"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_directory_works_without_scripts_is_accessible_and_leads_out(demo, browser, width):
    page = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 1000}).new_page()
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{demo.url}/directory")
    page.keyboard.press("Tab")
    assert "leave" in page.locator(":focus").inner_text().lower()
    everybody = page.locator(".people > li").count()
    assert everybody >= 5 and page.title() == "Directory"
    page.select_option("#language", "fr")
    page.locator("form button").click()
    page.wait_for_load_state()
    assert 0 < page.locator(".people > li").count() < everybody and "language=fr" in page.url
    assert all(address.startswith((demo.url, "data:")) for address in requested), requested
    target = pathlib.Path(ROOT / f".build-tools/directory-{width}.png")
    target.parent.mkdir(exist_ok=True)
    page.screenshot(path=str(target))
    other = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    other.goto(f"{demo.url}/directory")
    fits(other)
    accessible(other)
