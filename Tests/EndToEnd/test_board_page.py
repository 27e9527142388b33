"""The board's pages in a real browser: two coordinators, hands on the keyboard alone, a telephone, no scripts."""

import datetime
import os
import pathlib
import re

import pytest
from playwright.sync_api import expect

from conftest import Demo
from pages import accessible, fits
from staff import entered


@pytest.fixture(scope="module")
def clinic(folder):
    running = Demo(folder / "pages", "--port", "0")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def robin(clinic, browser):
    """A lead with a keyboard, watched: nothing but this host is ever asked, no script of a page fails."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = entered(clinic, context, "robin.lead@clinic.example", "Robin Lead")
    page.faults, page.asked = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    assert all(url.startswith(base(clinic)) for url in page.asked)
    # A refusal (409, 412) is written to the console as well, and belongs there.
    assert not [fault for fault in page.faults if "Content Security Policy" in fault or "Uncaught" in fault], page.faults
    names = {client["full_name"].split()[-1] for client in clinic.client("lead").pages("/v1/clients?limit=200")}
    assert not [url for url in page.asked if any(name in url for name in names)]


@pytest.fixture(scope="module")
def kim(clinic, browser):
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    return entered(clinic, context, "kim.intake@clinic.example", "Kim Intake", role="intake")


def base(clinic):
    return clinic.url.replace("127.0.0.1", "localhost")


def shot(page, name):
    """Kept where ATTUNE_SHOTS says, to be looked at."""
    if folder := os.environ.get("ATTUNE_SHOTS"):
        page.screenshot(path=pathlib.Path(folder) / f"{name}.png", full_page=True)


def moment(days):
    """So many days from now."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def draft(clinic, after=0):
    """A referral that waits for triage, with consent, and that somebody can take."""
    lead = clinic.client("lead")
    rows = [row for row in lead.pages("/v1/referrals?limit=200") if row["status"] == "draft" and row["matching_consent"]]
    return rows[after]


def triage(clinic, referral):
    done = clinic.client("intake").request(
        "POST", f"/v1/referrals/{referral}/triage", json={"outcome": "routine", "reason": "Spoke by phone"}, fields={"If-Match": "*"})
    assert done.status == 200, done


def tab_to(page, selector, limit=120):
    """By the Tab key alone."""
    for _ in range(limit):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached in {limit} steps")


def focused(page):
    return page.evaluate("(document.activeElement.closest('tr[data-id]') || {dataset: {}}).dataset.id")


def test_two_coordinators_see_each_others_claims_without_losing_their_place(clinic, robin, kim):
    for page in (robin, kim):
        page.goto(base(clinic) + "/staff/board")
    kim.keyboard.press("j")
    kim.keyboard.press("j")
    place = focused(kim)
    assert place
    for _ in range(3):
        robin.keyboard.press("j")
    row = focused(robin)
    robin.keyboard.press("c")
    expect(robin.locator(f"tr[data-id='{row}'] .who.you")).to_have_text("You")
    assert focused(robin) == row, "the focus stays on its row"
    expect(kim.locator(f"tr[data-id='{row}'] .who")).to_have_text("Robin Lead", timeout=15_000)
    assert focused(kim) == place
    shot(kim, "board")
    kim.keyboard.press("j")
    assert focused(kim) == row
    tab_to(kim, f"tr[data-id='{row}'] button")
    kim.keyboard.press("Enter")
    expect(kim.locator(f"tr[data-id='{row}'] .who.you")).to_have_text("You (took over from Robin Lead)")
    assert kim.evaluate("document.activeElement.matches('button')"), "and on the same part of it"
    expect(robin.locator(f"tr[data-id='{row}'] .who")).to_have_text("Kim Intake (took over from Robin Lead)", timeout=15_000)
    kim.keyboard.press("c")
    expect(kim.locator(f"tr[data-id='{row}'] .who")).to_have_count(0)


def test_of_two_at_once_one_wins_and_the_other_hears_by_whom(clinic, robin, kim):
    row = draft(clinic)["id"]
    for page in (robin, kim):
        page.goto(base(clinic) + "/staff/board")
        # As if neither had looked since.
        page.evaluate("document.dispatchEvent(new Event('x'))")
    form = f"tr[data-id='{row}'] form.claim button"
    robin.locator(form).click()
    expect(robin.locator(f"tr[data-id='{row}'] .who.you")).to_have_text("You")
    if kim.locator(form).inner_text().startswith("Claim"):
        kim.locator(form).click()
        expect(kim.locator("#told")).to_contain_text("Robin Lead is on this referral.")
    expect(kim.locator(f"tr[data-id='{row}'] .who")).to_have_text("Robin Lead", timeout=15_000)
    robin.locator(form).click()


def test_hands_on_the_keyboard_alone_lead_from_the_board_to_a_proposal(clinic, robin):
    reference = draft(clinic, after=1)["reference"]
    robin.goto(base(clinic) + "/staff/board?status=draft")
    robin.keyboard.press("Tab")
    assert robin.evaluate("document.activeElement.className") == "skip"
    robin.keyboard.press("Enter")
    for _ in range(200):
        robin.keyboard.press("j")
        if robin.evaluate("document.activeElement.textContent") == reference:
            break
    robin.keyboard.press("Enter")
    robin.wait_for_url(re.compile(r"/staff/board/[0-9a-f-]{36}$"))
    assert "Nobody is ranked" in robin.inner_text("#referral")
    shot(robin, "why-untriaged")
    tab_to(robin, "input[name=outcome]")
    robin.keyboard.press("ArrowDown")
    assert robin.evaluate("document.activeElement.value") == "soon"
    tab_to(robin, "#triage-reason")
    robin.keyboard.type("Sleeps badly since the accident")
    tab_to(robin, "form[action$='/triage'] button")
    robin.keyboard.press("Enter")
    robin.wait_for_url("**#therapists")
    text = robin.inner_text("#referral")
    sums = re.findall(r"(\d+(?: \+ \d+)+) = (\d+)", text)
    assert sums and all(sum(map(int, parts.split(" + "))) == int(total) for parts, total in sums)
    assert re.search(r"H\d+:", text), "who is not offered, and why"
    shot(robin, "why")
    tab_to(robin, "form[action$='/propose'] button")
    name = robin.evaluate("document.activeElement.textContent").removeprefix("Propose ")
    robin.keyboard.press("Enter")
    robin.wait_for_url("**#proposals")
    assert f"{name}: proposed" in robin.inner_text("section[aria-labelledby=proposals]")
    shot(robin, "proposed")


def test_a_therapist_answers_on_her_own_page_and_intake_books_what_the_client_agrees_to(clinic, browser, kim):
    referral, lead = draft(clinic, after=2)["id"], clinic.client("lead")
    triage(clinic, referral)
    kim.goto(base(clinic) + f"/staff/board/{referral}")
    kim.locator("form[action$='/propose'] button").first.click()
    kim.wait_for_url("**#proposals")
    proposed = lead.get(f"/v1/referrals/{referral}").json["proposals"][0]
    therapist = lead.get(f"/v1/therapists/{proposed['therapist']}").json
    assert "First session:" in kim.inner_text("section[aria-labelledby=proposals]")
    assert kim.locator("text=The client says yes").count() == 0

    context = browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 900})
    page = entered(
        clinic, context, "their.own@clinic.example", therapist["display_name"], role="therapist", therapist=therapist["slug"])
    page.click("text=Proposals")
    card = page.locator(f"article:has(form[action$='{proposed['id']}'])")
    card.locator("summary", has_text="No").click()
    card.locator("select[name=code]").select_option("other")
    card.locator("button", has_text="No").click()
    assert page.locator("[role=alert]").inner_text(), "a reason is missing, and said so"
    assert card.locator("select[name=code]").input_value() == "other"
    shot(page, "proposals")
    card.locator("button", has_text="Yes, I take this on").click()
    assert "You said yes" in card.inner_text()

    kim.reload()
    kim.locator("button", has_text="The client says yes").click()
    kim.wait_for_url("**#proposals")
    assert ": accepted" in kim.inner_text("section[aria-labelledby=proposals]")
    assert lead.get(f"/v1/appointments/{proposed['appointment']}").json["status"] == "booked"
    page.reload()
    assert not page.locator(f"form[action$='{proposed['id']}']").count()
    shot(page, "proposals-none")


def test_a_therapists_page_and_the_answers_are_accessible_and_fit(clinic, browser, kim):
    lead = clinic.client("lead")
    referral, one = next(
        (row["id"], one) for row in lead.pages("/v1/referrals?limit=200&status=active")
        for one in lead.get(f"/v1/referrals/{row['id']}").json["proposals"] if one["status"] in ("proposed", "therapist-accepted"))
    slug = lead.get(f"/v1/therapists/{one['therapist']}").json["slug"]
    page = entered(clinic, browser.new_context(bypass_csp=True), "her.own@clinic.example", "Somebody", role="therapist", therapist=slug)
    for scheme in ("light", "dark"):
        for width in (320, 1200):
            for name, each, path in (("own", page, "/staff/proposals"), ("answers", kim, f"/staff/board/{referral}")):
                each.set_viewport_size({"width": width, "height": 800})
                each.emulate_media(color_scheme=scheme)
                each.goto(base(clinic) + path)
                assert each.locator("article").count()
                fits(each)
                for details in each.locator("details").all():
                    details.evaluate("one => { one.open = true; }")
                shot(each, f"{name}-{scheme}-{width}")
                accessible(each)
                fits(each)
    kim.set_viewport_size({"width": 1200, "height": 900})
    kim.emulate_media(color_scheme="light")


def test_somebody_elses_change_is_told_and_what_was_typed_is_kept(clinic, robin):
    referral = draft(clinic)["id"]
    robin.goto(base(clinic) + f"/staff/board/{referral}")
    triage(clinic, referral)
    robin.check("input[value=urgent]")
    robin.fill("#triage-reason", "A long reason that nobody wants to type twice")
    robin.click("form[action$='/triage'] button")
    assert "Somebody changed this since you opened it" in robin.inner_text("[role=alert]")
    assert robin.input_value("#triage-reason") == "A long reason that nobody wants to type twice"
    assert robin.is_checked("input[value=urgent]")
    shot(robin, "stale")
    robin.click("form[action$='/triage'] button")
    robin.wait_for_url("**#therapists")
    # What she wrote is for intake: a lead reads such words in an opened file only.
    assert "urgent, by lead" in robin.inner_text("section[aria-labelledby=triage]")


def test_everything_works_without_scripts(clinic, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 900})
    page = entered(clinic, context, "sam.intake@clinic.example", "Sam Intake", role="intake")
    page.select_option("select[name=urgency]", "any")
    page.check("input[name=safety_hold]")
    page.click(".filters button")
    holds = page.locator("tr[data-id]").count()
    assert holds > 0 and page.locator("strong.hold").count() == holds
    page.locator("form.claim button").first.click()
    assert "safety_hold=true" in page.url and page.locator(".who.you").count() == 1
    page.check("input[name=mine]")
    page.click(".filters button")
    assert page.locator("tr[data-id]").count() == 1
    page.locator("a.open").click()
    assert "Safety hold." in page.inner_text("[class=alert]")
    page.locator("form.claim button").click()
    assert "Nobody." in page.inner_text("section[aria-labelledby=on-it]")
    page.goto(base(clinic) + "/staff/board?mine=true")
    assert "You are on no referral" in page.inner_text("#list")
    shot(page, "empty")


def test_the_front_desk_runs_its_day(clinic, browser):
    """From signing in to a therapist who is ill: what stands there, another time, nobody left uncalled, and the day taken back."""
    lead = clinic.client("lead")
    soon = [row for row in lead.pages(
        f"/v1/appointments?limit=200&from={moment(1)}&until={moment(30)}") if row["status"] == "booked" and row["format"] == "online"]
    first = soon[0]
    name = lead.get(f"/v1/therapists/{first['therapist']}").json["display_name"]
    day = first["promised_start"][:10]
    page = entered(clinic, browser.new_context(bypass_csp=True), "fern.day@clinic.example", "Fern Day", role="front_desk")
    assert page.url == base(clinic) + "/staff/day" and "today" in page.inner_text("h1")
    page.fill("#on", day)
    page.click("text=Show")
    row = page.locator("tr", has_text=first["reference"])
    assert name in row.inner_text() and "Booked" in row.inner_text()
    row.locator("summary").click()
    row.locator("input[type=datetime-local]").fill(f"{day}T03:00")
    row.get_by_role("button", name="Move").click()
    assert page.inner_text("[role=alert]")
    assert row.locator("input[type=datetime-local]").input_value() == f"{day}T03:00"
    shot(page, "day-refused")

    page.click("text=Somebody is not there: illness")
    page.select_option("#therapist", label=name)
    page.get_by_role("button", name="Close these hours").click()
    assert "stays: move or cancel it" in page.inner_text("section[aria-labelledby=done]")
    page.goto(f"{base(clinic)}/staff/day?on={day}")
    assert "not there" in row.inner_text() and f"{name}: not there, the whole day" in page.inner_text("section[aria-labelledby=differs]")
    for scheme in ("light", "dark"):
        for width in (320, 1200):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{base(clinic)}/staff/day?on={day}")
            fits(page)
            shot(page, f"day-{scheme}-{width}")
            for details in page.locator("details").all():
                details.evaluate("one => { one.open = true; }")
            shot(page, f"day-open-{scheme}-{width}")
            accessible(page)
            fits(page)
    page.select_option("#therapist", label=name)
    page.check("#cancel")
    page.fill("#why", "Unwell")
    page.get_by_role("button", name="Close these hours").click()
    told = page.inner_text("section[aria-labelledby=done]")
    assert "cancelled" in told and "stays" not in told
    shot(page, "day-closed")
    assert lead.get(f"/v1/appointments/{first['id']}").json["status"] == "cancelled"
    page.goto(f"{base(clinic)}/staff/day?on={day}")
    differs = page.locator("section[aria-labelledby=differs] li", has_text=name)
    differs.get_by_role("button", name="As in every week").click()
    assert page.url.endswith(f"/staff/day?on={day}") and not differs.count()

    client = lead.get(f"/v1/clients/{first['client']}").json
    page.click(f"text={client['full_name']}")
    assert "How to reach them" in page.inner_text("main") and first["client"] in page.url and client["full_name"] not in page.title()
    for width in (320, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        accessible(page)
        fits(page)
        shot(page, f"client-{width}")
    page.go_back()
    page.click("text=Book a session")
    page.fill("#client", client["reference"].lower())
    page.select_option("#service", first["service"])
    page.select_option("#format", "online")
    page.select_option("#therapist", label=name)
    page.click("text=Find free hours")
    assert client["full_name"] in page.inner_text("section[aria-labelledby=hours]") and client["full_name"] not in page.url
    for width in (320, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        accessible(page)
        fits(page)
        shot(page, f"book-{width}")
    hour = page.locator("input[name=hour]").first
    start = hour.get_attribute("value").split()[1]
    hour.check()
    page.click("text=Book this hour")
    page.wait_for_url("**/staff/day?on=*")
    mine = lead.pages(f"/v1/appointments?limit=200&from={moment(0)}&until={moment(60)}&client={first['client']}")
    assert "booked" in [row["status"] for row in mine if row["start"] == start]


@pytest.mark.parametrize("role, name", [("front_desk", "Fern Desk")])
def test_other_roles_are_told_and_shown_nothing(clinic, browser, role, name):
    page = entered(clinic, browser.new_context(), f"{role}@clinic.example", name, role=role)
    referral = draft(clinic)["id"]
    for path in ("/staff/board", f"/staff/board/{referral}"):
        assert page.goto(base(clinic) + path).status == 403
        assert "for intake and the clinical lead" in page.inner_text("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_the_pages_are_accessible_and_fit(clinic, robin, scheme, width):
    rows = clinic.client("lead").pages("/v1/referrals?limit=200")
    held = next(row["id"] for row in rows if row["safety_hold"])
    triaged = next((row["id"] for row in rows if row["status"] == "active"), None)
    if not triaged:
        triaged = draft(clinic)["id"]
        triage(clinic, triaged)
    robin.set_viewport_size({"width": width, "height": 800})
    robin.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for number, path in enumerate(("", "?status=completed&urgency=urgent", f"/{held}", f"/{triaged}", "/nobody")):
        robin.goto(base(clinic) + "/staff/board" + path)
        fits(robin)
        for details in robin.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        shot(robin, f"{scheme}-{width}-{number}")
        accessible(robin)
        fits(robin)
    robin.emulate_media(color_scheme="light")
    robin.set_viewport_size({"width": 1200, "height": 900})


def test_single_keys_can_be_switched_off(clinic, kim):
    kim.goto(base(clinic) + "/staff/board")
    kim.click("summary")
    kim.uncheck("#keys-on")
    kim.reload()
    kim.keyboard.press("j")
    assert not focused(kim)
    kim.click("summary")
    kim.check("#keys-on")
    kim.keyboard.press("j")
    assert focused(kim)
