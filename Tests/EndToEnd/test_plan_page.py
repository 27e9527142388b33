"""Plans for the waiting list as pages, in a real browser without scripts: made, changed row by row, overtaken by events, applied."""

import os
import pathlib
import re

import pytest
from playwright.sync_api import expect

from conftest import Demo
from pages import accessible
from staff import entered


@pytest.fixture(scope="module")
def clinic(folder):
    running = Demo(folder / "plan-pages", "--port", "0")
    yield running
    assert running.stop() == 0


def base(clinic):
    return clinic.url.replace("127.0.0.1", "localhost")


def shot(page, name):
    if folder := os.environ.get("ATTUNE_SHOTS"):
        page.screenshot(path=pathlib.Path(folder) / f"{name}.png", full_page=True)


def triage(clinic, count):
    intake, done = clinic.client("intake"), 0
    for row in intake.pages("/v1/referrals?limit=200"):
        if done < count and row["status"] == "draft" and row["matching_consent"] and not row["safety_hold"]:
            answer = intake.post(
                f"/v1/referrals/{row['id']}/triage", {"outcome": "urgent" if done % 4 == 0 else "routine", "reason": "Spoke by phone"}, etag="*")
            assert answer.status == 200, answer
            done += 1
    assert done == count


def test_a_coordinator_plans_changes_and_applies_without_a_script(clinic, browser):
    watched = browser.new_context(viewport={"width": 1280, "height": 900})
    page = entered(clinic, watched, "kim.intake@clinic.example", "Kim Intake", role="intake")
    page.goto(base(clinic) + "/staff/plans")
    accessible(page)
    page.click("button:has-text('Plan')")
    assert page.locator(".alert").inner_text().startswith("Nobody waits") or page.url != base(clinic) + "/staff/plans"

    triage(clinic, 14)
    page.goto(base(clinic) + "/staff/plans")
    page.click("button:has-text('Plan')")
    expect(page.locator("h1")).to_contain_text("placed, draft")
    expect(page.locator(".summary")).to_contain_text("proven: no better plan exists")
    accessible(page)
    shot(page, "plan")
    placed = int(re.search(r"(\d+) of \d+ placed", page.locator("h1").inner_text()).group(1))
    assert placed > 5

    # One row is decided by a person.
    row = page.locator("tbody tr").first
    reference = row.locator("a.open").inner_text()
    row.locator("summary").click()
    row.locator("select[name=kind]").select_option("leave")
    row.locator("button:has-text('Solve with this')").click()
    expect(page.locator(f"tr:has(a.open:text-is('{reference}'))")).to_contain_text("left out")
    accessible(page)
    first = page.locator("tbody tr").first
    first.locator("summary").click()
    first.locator("select[name=kind]").select_option("pin")
    first.locator("input[name=therapist]").fill("nobody-at-all")
    first.locator("button:has-text('Solve with this')").click()
    expect(page.locator(".alert").first).to_contain_text("no such therapist")

    # Meanwhile somebody triages one more: the plan says so, and cannot be applied as it was.
    address = page.url.split("/solve")[0]
    page.goto(address)
    apply = page.locator("button:has-text('Apply: make')")
    expect(apply).to_be_visible()
    triage(clinic, 1)
    apply.click()
    expect(page.locator(".alert").first).to_contain_text("Since this plan was solved, new on the list")
    expect(page.locator("button:has-text('Apply: make')")).to_have_count(0)
    shot(page, "plan-moved")
    page.goto(address)
    page.click("button:has-text('Solve again')")
    page.click("button:has-text('Apply: make')")
    expect(page.locator("h1")).to_contain_text("applied")
    expect(page.locator("button:has-text('Apply: make')")).to_have_count(0)
    accessible(page)
    open_proposals = [
        one for one in clinic.client("intake").get("/v1/allocations?status=applied").json["data"]
    ]
    assert open_proposals and open_proposals[0]["placed"] >= placed - 1

    phone = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False, storage_state=watched.storage_state())
    small = phone.new_page()
    small.goto(address)
    shot(small, "plan-phone")
    expect(small.locator("h1")).to_contain_text("applied")


def test_plans_are_for_intake_and_the_lead(clinic, browser):
    page = entered(clinic, browser.new_context(), "fern.desk@clinic.example", "Fern Desk", role="front_desk")
    answer = page.goto(base(clinic) + "/staff/plans")
    assert answer.status == 403 and "for intake and the clinical lead" in page.content()
