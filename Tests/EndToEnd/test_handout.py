"""A handout by link: a scanner or a preview that fetches it changes nothing, a person who opens it does, and the page keeps quiet."""

import re
import pathlib

import pytest

from conftest import ROOT
from pages import accessible, fits


def link_of(demo):
    found = re.findall(r"http://[^\s\"']+/h/[A-Za-z0-9_-]+", str(demo.document))
    assert found, "the story has no handout link"
    return found[0]


def handout_states(demo):
    return {item["id"]: item["status"] for item in demo.client("therapist").pages("/v1/handouts?limit=200")}


def test_fetching_the_link_changes_nothing_and_opening_it_does(folder):
    from conftest import Demo

    demo = Demo(folder / "link", "--port", "0")
    try:
        link, browser = link_of(demo), demo.client()
        before = handout_states(demo)
        for _ in range(3):
            assert browser.get(link).status == 200
        assert browser.request("HEAD", link).status in (200, 405)
        assert handout_states(demo) == before
        opened = browser.request("POST", link, body=b"", fields={"Content-Type": "application/x-www-form-urlencoded"})
        assert opened.status in (200, 303), opened
        after = handout_states(demo)
        assert after != before and "read" in after.values(), after
    finally:
        assert demo.stop() == 0


def test_the_page_may_not_be_kept_found_framed_or_followed(demo):
    answer = demo.client().get(link_of(demo))
    fields = answer.fields
    assert "no-store" in fields["cache-control"]
    assert fields["referrer-policy"] == "no-referrer"
    assert "noindex" in fields.get("x-robots-tag", "")
    assert fields["x-content-type-options"] == "nosniff"
    policy = fields["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "set-cookie" not in fields


def test_the_page_names_no_clinic_no_therapist_and_no_topic_in_its_title(demo):
    title = re.search(r"<title>(.*?)</title>", demo.client().get(link_of(demo)).text, re.S)[1].lower()
    for word in ("juniper", "counsel", "trauma", "therap", "ptsd", "amara", "closeness"):
        assert word not in title, title


def test_the_door_of_an_unknown_link_is_the_same_door_and_does_not_open(demo):
    """Whoever tries links learns nothing from fetching them: every link has the same door, to the byte."""
    browser, link = demo.client(), link_of(demo)
    unknown = link[:-4] + ("aaaa" if link[-4:] != "aaaa" else "bbbb")
    answers = [browser.get(address) for address in (link, unknown, f"{demo.url}/h/short")]
    assert len({(answer.status, answer.body.replace(address.encode(), b"")) for answer, address in zip(answers, (link, unknown, ""))}) <= 2
    refused = browser.request("POST", unknown, body=b"", fields={"Content-Type": "application/x-www-form-urlencoded"})
    assert refused.status in (404, 410), refused


def open_link(demo, page):
    """Goes there and, where the page asks for it, opens the handout."""
    page.goto(link_of(demo))
    button = page.locator("form[method=post] button, form[method=post] input[type=submit]").first
    if button.count():
        button.click()
        page.wait_for_load_state()


@pytest.fixture(scope="module")
def page(demo, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 820, "height": 1180})
    opened = context.new_page()
    opened.requested = []
    opened.on("request", lambda request: opened.requested.append(request.url))
    open_link(demo, opened)
    return opened


def test_it_works_without_scripts_and_asks_nobody_else(demo, page):
    assert page.locator("h1").count() == 1 and len(page.locator("main").inner_text()) > 1500
    assert page.requested
    assert all(address.startswith(demo.url) or address.startswith("data:") for address in page.requested), page.requested
    target = pathlib.Path(ROOT / ".build-tools/handout.png")
    target.parent.mkdir(exist_ok=True)
    page.screenshot(path=str(target))
    assert target.stat().st_size > 20_000


def test_leaving_quickly_comes_first(page):
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.count() == 1
    assert re.search(r"leave|exit|skip", focused.inner_text().lower()), focused.inner_text()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_is_accessible_and_fits(demo, browser, width):
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    open_link(demo, page)
    fits(page)
    accessible(page)
