"""Staff: an account by a one-use link, signing in with a code, and sessions that end; on the pages without scripts and over the API."""

import json
import re

from conftest import run
from pages import accessible, fits
from staff import PASSWORD, add, code


def test_somebody_joins_signs_in_and_ends_sessions_without_scripts(demo, browser):
    link = add(demo, "robin.lead@clinic.example", "Robin Lead")
    base = demo.url.replace("127.0.0.1", "localhost")
    page = browser.new_context(java_script_enabled=False, viewport={"width": 820, "height": 1000}).new_page()
    page.goto(base + link)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button")
    secret = page.inner_text(".secret code")
    page.fill("#code", code(secret))
    page.click("button")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.click("text=Sign in")
    page.fill("#email", "Robin.Lead@clinic.example")
    page.fill("#password", PASSWORD)
    page.fill("#code", "000000")
    page.click("button")
    assert "did not work" in page.inner_text("[role=alert]")
    page.fill("#password", PASSWORD)
    page.fill("#code", code(secret, ahead=1))
    page.click("button")
    assert page.url == base + "/staff/board"
    page.click("text=Sessions")
    assert "Robin Lead" in page.inner_text("main")
    cookies = page.context.cookies()
    assert [(c["name"], c["secure"], c["httpOnly"], c["sameSite"], c["path"]) for c in cookies] == [
        ("__Host-attune", True, True, "Strict", "/")]
    opened = demo.client().request(
        "POST", "/v1/sessions", json={"email": "robin.lead@clinic.example", "password": PASSWORD, "code": codes[0]})
    assert opened.status == 201, opened
    page.reload()
    page.click("text=End the session")
    me = demo.client().request("GET", "/v1/me", fields={"Authorization": "Bearer " + opened.json["token"]})
    assert me.status == 401
    page.click("text=Sign out")
    assert page.url == base + "/staff/sign-in" and page.context.cookies() == []
    page.goto(base + "/staff/sessions")
    assert page.url == base + "/staff/sign-in"
    page.goto(base + link)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button")
    assert "does not open anything" in page.inner_text("h1")


def test_the_pages_are_accessible_and_fit_a_telephone(demo, browser):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    for path in ("/staff/sign-in", "/staff/join/unknown", "/staff"):
        page.goto(demo.url.replace("127.0.0.1", "localhost") + path)
        fits(page)
        accessible(page)


def test_no_address_password_or_code_is_logged(demo):
    add(demo, "canary.address@clinic.example", "Canary Name", "intake")
    demo.client().request(
        "POST", "/v1/sessions", json={"email": "canary.address@clinic.example", "password": "canary password", "code": "canary"})
    log = demo.errors()
    for word in ("canary", "Canary"):
        assert word not in log


def test_the_command_line_lists_disables_and_resets(demo):
    add(demo, "sam.desk@clinic.example", "Sam Desk", "front_desk")
    where = ("--data-dir", demo.data_dir)
    listed = json.loads(run("access", "user", "list", "--json", *where).stdout)
    sam = next(row for row in listed if row["email"] == "sam.desk@clinic.example")
    assert (sam["role"], sam["status"]) == ("front_desk", "invited")
    assert run("access", "user", "disable", sam["id"], *where).returncode == 0
    assert "disabled" in run("access", "user", "show", sam["id"], *where).stdout
    assert "/staff/join/" in run("access", "user", "enable", sam["id"], *where).stdout
    assert "/staff/join/" in run("access", "user", "reset", sam["id"], *where).stdout
    assert run("access", "user", "sessions", sam["id"], *where).returncode == 0
    missing = run("access", "user", "disable", "01890a5d-ac96-774b-bcce-b302099a8057", *where)
    assert missing.returncode == 3, missing.stderr
    twice = run("access", "user", "add", "--role", "lead", *where, stdin="sam.desk@clinic.example\nSam\n")
    assert twice.returncode == 5 and "sam.desk" not in twice.stderr.lower()
