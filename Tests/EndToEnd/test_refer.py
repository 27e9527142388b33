"""A client refers themself, in a real browser without scripts: on a phone, in French, with what is safe and what is not."""

import pytest

from pages import accessible, fits


@pytest.fixture
def phone(browser, demo):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=demo.url)
    page = context.new_page()
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    yield page
    context.close()


def test_a_client_refers_themself_by_telephone_without_scripts(phone, demo):
    phone.goto("/refer?lang=en")
    assert phone.title() == "Form"
    phone.fill("#full_name", "Rowan Ashdown")
    phone.fill("#phone", "250-555-0147")
    phone.check("#phone_may_call")
    phone.fill("#words", "pull away when I want to get closer")
    phone.check("#p_leaving_first")
    phone.select_option("#w_format", "online")
    phone.select_option("#s_format", "must")
    phone.check("#safety-no")
    phone.check("#agree")
    phone.check("#consent_matching")
    phone.click("button[type=submit]")
    assert "Thank you" in phone.inner_text("h1"), phone.inner_text("main")
    found = [row for row in demo.client("intake").pages("/v1/referrals?limit=200") if row["client_name"] == "Rowan Ashdown"]
    assert len(found) == 1 and found[0]["status"] == "draft" and found[0]["source"] == "self", found
    assert all(address.startswith(demo.url) or address.startswith("data:") for address in phone.requested), phone.requested


def test_somebody_who_may_be_in_danger_hears_at_once_whom_to_reach_and_a_person_is_told(phone, demo):
    phone.goto("/refer?lang=fr")
    assert "9-8-8" in phone.inner_text(".now")
    phone.fill("#full_name", "Alix Boréal")
    phone.fill("#email", "alix.boreal@example.org")
    phone.check("#safety-unsure")
    phone.check("#agree")
    phone.click("button[type=submit]")
    assert "Merci" in phone.inner_text("h1"), phone.inner_text("main")
    assert "9-8-8" in phone.inner_text("main") and "911" in phone.inner_text("main")
    tasks = demo.client("intake").get("/v1/safety-tasks").json["data"]
    assert any(task["reason"] == "flag_ticked" for task in tasks), tasks


def test_what_is_missing_is_said_beside_what_was_written(phone, demo):
    phone.goto("/refer")
    phone.fill("#full_name", "Quill Harrow")
    phone.fill("#email", "quill@example.org")
    phone.check("#safety-no")
    phone.check("#agree")
    phone.fill("#birth_date", "31 March")
    phone.click("button[type=submit]")
    assert phone.input_value("#full_name") == "Quill Harrow"
    assert phone.locator("[role=alert] a[href='#birth_date']").count() == 1


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_fits_and_can_be_used_by_everybody(browser, demo, language, width, tmp_path):
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=demo.url)
    page = context.new_page()
    page.goto(f"/refer?lang={language}")
    fits(page)
    small = page.evaluate("""[...document.querySelectorAll('a.leave,button,select,input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.id || e.tagName)""")
    assert small == []
    accessible(page)
    page.screenshot(path=str(tmp_path / f"refer-{language}-{width}.png"), full_page=True)
    context.close()
