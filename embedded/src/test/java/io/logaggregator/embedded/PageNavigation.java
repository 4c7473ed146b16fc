package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, history, popups and sessions of the page. */
@Tag("browser")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageNavigation {

    private static final String CPU_RULE = "rule?id=00000000-0000-8000-8000-000000000001";

    private final RunningPage page;

    PageNavigation(RunningPage page) {
        this.page = page;
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs", "host?name=any"})
    void escape_closesEveryPopup(String view) {
        Page window = page.signedIn(view);
        Locator buttons = window.locator("button[popovertarget]:visible");
        assertThat(buttons.first()).isVisible();
        for (int i = 0; i < buttons.count(); i++) {
            buttons.nth(i).click();
            assertThat(window.locator(":popover-open")).hasCount(1);
            window.keyboard().press("Escape");
            assertThat(window.locator(":popover-open")).hasCount(0);
        }
    }

    @Test
    void unknownAddress_isNotFound() {
        Page window = page.signedIn("logs");
        assertThat(Objects.requireNonNull(window.navigate(page.address("no-such-page")))
                        .status())
                .isEqualTo(404);

        assertThat(window.getByText("Page not found").last()).isVisible();
        window.locator("main").getByText("Logs").click();
        assertThat(window.locator("la-query-box")).isVisible();
    }

    @Test
    void palette_opensPagesAndRunsActions() {
        Page window = page.signedIn("logs?from=-2h");
        Locator input = window.locator("la-palette input");
        assertThat(window.locator(".log-table, .state").first()).isVisible();
        window.keyboard().press("Control+k");
        input.fill("curl");
        window.keyboard().press("Enter");
        assertThat(window.locator(".toast")).containsText("curl command copied");

        window.getByLabel("Query", new Page.GetByLabelOptions().setExact(true)).focus();
        window.keyboard().press("Control+k");
        input.fill("> dark");
        window.keyboard().press("Enter");
        assertThat(window.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(window.locator("la-palette dialog")).isHidden();

        window.keyboard().press("Control+k");
        input.fill("@" + page.get("hosts").get("items").get(0).get("name").asString());
        assertThat(window.locator("la-palette [role=option]").first()).containsText("host");
        window.keyboard().press("Enter");
        assertThat(window).hasURL(Pattern.compile("/host\\?name=.*from=-2h"));
    }

    @Test
    void slowSession_doesNotDelayPage() {
        Page window = page.signedIn("hosts");
        assertThat(window.getByRole(AriaRole.TABLE)).isVisible();
        window.route(Pattern.compile("/api/v1/session$"), _ -> {}); // never answered

        window.reload();

        assertThat(window.getByRole(AriaRole.NAVIGATION)).isVisible();
        assertThat(window.getByRole(AriaRole.TABLE)).isVisible();
    }

    @Test
    void narrowTopBar_hasOverflowMenu() {
        Page window = page.signedIn("logs?from=-2h");
        window.setViewportSize(390, 844);
        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("More").setExact(true))
                .click();
        assertThat(window.locator("#more").getByText("Copy link (absolute time)"))
                .isVisible();
        window.locator("#more").getByLabel("Auto-refresh").selectOption("300");
        window.keyboard().press("Escape");
        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Time range: Last 2 hours"))
                .click();
        window.locator("#time-range").getByText("Earlier").click();
        assertThat(window).hasURL(Pattern.compile("from=20\\d\\d-"));
    }

    @Test
    void hosts_areFilteredAndGroupedByEnvironment() {
        for (String environment : List.of("orchard", "meadow")) {
            page.post("metrics", """
                    {"timestamp": "%s", "host": {"hostname": "pear-%s", "cpu_cores": 4}, "tenant_metadata": {"environment": "%s"},
                     "metrics": {"cpu_usage": 7}}
                    """.formatted(Instant.now(), environment, environment));
        }
        await().atMost(Duration.ofMinutes(5))
                .until(() -> page.get("hosts?name=pear-").get("items").size() == 2);
        Page window = page.signedIn("hosts?find=pear-&sort=environment");
        Locator rows = window.locator("tbody tr");

        assertThat(rows).hasCount(4);
        assertThat(rows.first()).containsText("meadow (1)");
        window.getByLabel("Environment").selectOption("orchard");
        assertThat(rows).hasCount(2);
        assertThat(window).hasURL(Pattern.compile("environment=orchard"));
    }

    @Test
    void hostWithoutName_showsHosts() {
        assertThat(page.signedIn("host")).hasURL(Pattern.compile("/hosts$"));
    }

    @Test
    void invalidRange_isReportedAndReplaced() {
        Page window = page.signedIn("logs?from=garbage");

        assertThat(window.getByText("Invalid time range in the address")).isVisible();
        assertThat(window).hasURL(Pattern.compile("/logs$"));
    }

    @Test
    void favouriteRange_isKeptAndRemoved() {
        Page window = page.signedIn("logs?from=-2h");
        Locator picker =
                window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Time range")));
        picker.click();
        window.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("now-90m");
        button(window, "Favourite").click();
        window.reload();

        picker.click();
        button(window, "Last 90 minutes").click();
        assertThat(window).hasURL(Pattern.compile("from=-90m"));
        picker.click();
        button(window, "Remove favourite Last 90 minutes").click();
        assertThat(button(window, "Last 90 minutes")).hasCount(0);
    }

    @Test
    void back_undoesZoom() {
        Page window = page.signedIn("logs?from=-2h");
        RunningPage.brush(window.locator("la-histogram"), 0.2, 0.4);
        Locator reset =
                window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("Reset zoom")));
        assertThat(reset).isVisible();
        window.reload();
        assertThat(reset).isVisible();

        window.goBack();

        assertThat(window).hasURL(Pattern.compile("from=-2h$"));
        assertThat(reset).hasCount(0);
    }

    @Test
    void drag_survivesRefresh() {
        Page window = page.signedIn("logs?from=-2h");
        Locator plot = window.locator("la-histogram .plot");
        assertThat(plot.locator(".u-over")).isVisible();
        plot.hover(new Locator.HoverOptions().setPosition(200, 50));
        window.mouse().down();
        plot.hover(new Locator.HoverOptions().setPosition(300, 50));
        window.evaluate("""
                () => new Promise((drawn) => {
                  const chart = document.querySelector("la-histogram");
                  const { data } = chart;
                  const wait = () => chart.data === data ? setTimeout(wait, 10) : chart.updateComplete.then(drawn);
                  dispatchEvent(new Event("la-refresh"));
                  wait();
                })""");
        plot.hover(new Locator.HoverOptions().setPosition(350, 50));
        assertThat(plot.locator(".u-select")).hasCSS("width", "150px");
        window.mouse().up();

        assertThat(window).hasURL(Pattern.compile("from=20\\d\\d-"));
    }

    @Test
    void unsavedRule_isKeptForSession() {
        Page window = page.signedIn(CPU_RULE);
        Locator medium = window.getByLabel("Medium").first();
        medium.fill("77");
        window.locator("nav").getByText("Logs").click();
        assertThat(window.locator("la-query-box")).isVisible();
        window.navigate(page.address(CPU_RULE));

        assertThat(medium).hasValue("77");
        window.getByText("Discard changes").click();
        assertThat(medium).hasValue("80");
    }

    @Test
    void singleStatus401_keepsSession() {
        Page window = page.signedIn("hosts");
        assertThat(window.getByRole(AriaRole.TABLE)).isVisible();
        window.route(
                Pattern.compile("/api/v1/logs\\?"),
                route -> route.fulfill(new FulfillOptions().setStatus(401).setBody("{}")),
                new Page.RouteOptions().setTimes(1));

        window.navigate(page.address("logs"));

        assertThat(window.getByText("Retry")).isVisible();
        assertThat(window.getByRole(AriaRole.NAVIGATION)).isVisible();
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
