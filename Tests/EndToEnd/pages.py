"""What every page owes whoever opens it: to be usable with assistive technology, and not to scroll sideways."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"


def accessible(page):
    """WCAG 2.2 AA, as far as axe can tell. A page whose policy lets no script in is opened with `bypass_csp` for this."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, (page.url, found.generate_report())
