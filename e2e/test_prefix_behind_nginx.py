# ruff: noqa: E501 - lines of pages are kept whole
"""The main walk under `/x/y/` behind nginx: in a tab and in a frame, whether the proxy passes the prefix on or strips it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from e2e.chart import RULES, STRICT, Chart
from e2e.conftest import PATIENCE, launch_options
from e2e.hands import walk_to_the_plan
from e2e.proxied import ProxiedClinic
from tests.builders import NAME, PASSWORD

WAYS = {"whole": {}, "stripped": {"strips": True}, "stripped and said": {"strips": True, "says": True}}


@pytest.fixture(scope="module")
def browser_here(playwright: Playwright) -> Iterator[Browser]:
    options = launch_options(playwright)
    made = playwright.chromium.launch(**{**options, "args": [*options["args"], RULES, "--ignore-certificate-errors"]})
    yield made
    made.close()


@pytest.fixture(params=["whole", *(pytest.param(each, marks=pytest.mark.hold) for each in list(WAYS)[1:])])
def proxied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ProxiedClinic, Chart]]:
    folder = tmp_path_factory.mktemp("proxied")
    chart = Chart(folder)
    clinic = ProxiedClinic(folder, f"  - origin: {chart.origin}\n", "/x/y", **WAYS[request.param])
    clinic.start()
    yield clinic, chart
    clinic.stop()
    chart.stop()


@pytest.fixture
def context(browser_here: Browser) -> Iterator[BrowserContext]:
    made = browser_here.new_context(ignore_https_errors=True)
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.mark.row("33", "36")
def test_the_main_walk_in_a_tab_and_in_a_frame(proxied: tuple[ProxiedClinic, Chart], context: BrowserContext) -> None:
    clinic, chart = proxied
    clinic.account()
    page, asked = context.new_page(), []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{clinic.url}/?from=elsewhere" if not clinic._strips else f"{clinic.url}/")
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("[data-aid-card=statin]").click()
    walk_to_the_plan(page)
    assert page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((each) => new URL(each.scope).pathname))"
    ) == ["/x/y/visits/"]
    page.locator("[data-print-way]").click()
    expect(page.locator("[data-decision]")).to_be_visible()
    page.go_back()
    page.locator("[data-end-form] button").click()
    expect(page.locator("[data-ended]")).to_be_visible()
    assert page.url.startswith(f"{clinic.url}/sign-in")
    page.wait_for_function(
        "async () => (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length + (await indexedDB.databases()).length === 0"
    )

    visit = clinic.visit()
    frame = f'<iframe sandbox="{STRICT}" src="{clinic.url}/frame/{clinic.code(visit)}?aid=statin" width="1000" height="800"></iframe>'
    page.goto(chart.hold("/visit", frame))
    cards = page.frame_locator("iframe")
    walk_to_the_plan(cards)
    cards.locator("[data-in-a-tab=print] button").click()
    tab = context.new_page()
    tab.goto(str(cards.locator("[data-address]").text_content()))
    tab.get_by_role("button", name="Open the visit").click()
    expect(tab.locator("[data-decision]")).to_be_visible()
    assert tab.url == f"{clinic.url}/visits/{visit}/print"
    ours = [url for url in asked if url.startswith(clinic.origin)]
    assert len(ours) > 30
    assert [url for url in ours if not url.startswith(f"{clinic.url}/") or url.startswith(f"{clinic.url}/x/")] == []
