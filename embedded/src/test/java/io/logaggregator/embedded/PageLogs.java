package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Search on the Logs page. */
@Tag("browser")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageLogs {

    private static final Duration HISTORY = Duration.ofHours(2);
    private static final List<String> LEVELS = List.of("INFO", "INFO", "INFO", "WARN", "ERROR");
    private static final int EVENTS = 600;

    private final RunningPage page;

    PageLogs(RunningPage page) {
        this.page = page;
        Instant now = Instant.now();
        page.send(
                IntStream.range(0, EVENTS)
                        .mapToObj(number -> event(
                                now.minus(HISTORY.multipliedBy(number).dividedBy(EVENTS)),
                                "shop-" + number % 3,
                                LEVELS.get(number % LEVELS.size()),
                                "kiwi order " + number))
                        .toList(),
                "kiwi");
    }

    @Test
    void signIn_rejectsInvalidKey() {
        Page window = page.open("logs");
        window.getByLabel("API key").fill("wrong-key-wrong-key-wrong");
        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign in"))
                .click();

        assertThat(window.getByRole(AriaRole.ALERT)).containsText("Invalid API key");
        assertThat(window.getByRole(AriaRole.NAVIGATION)).hasCount(0);
    }

    @Test
    void signOut_showsSignInOnly() {
        Page window = page.signedIn("logs");
        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Account: ")))
                .click();
        button(window, "Sign out").click();

        assertThat(window.getByLabel("API key")).isVisible();
        window.reload();
        assertThat(window.getByLabel("API key")).isVisible();
        assertThat(window.getByRole(AriaRole.GRID)).hasCount(0);
    }

    @Test
    void query_showsMatchingEvents() {
        Page window = page.signedIn("logs?from=-3h");
        search(window, "kiwi AND level:ERROR");

        assertThat(rows(window).first()).containsText("kiwi order 4");
        assertThat(window.locator(".results footer")).hasText("120 events");
        assertThat(window).hasURL(Pattern.compile("query=kiwi\\+AND\\+level%3AERROR"));
    }

    @Test
    void matches_areMarked() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi NOT level:ERROR");

        assertThat(rows(window).first().locator("mark")).hasText("kiwi");
    }

    @Test
    void failedHistogram_leavesCountsUnknown() {
        Page window = page.signedIn("hosts");
        window.route(Pattern.compile("/logs/histogram"), route -> route.fulfill(new FulfillOptions().setStatus(504)));
        window.navigate(page.address("logs?from=-3h&query=kiwi"));

        assertThat(rows(window).first()).isVisible();
        assertThat(window.locator(".chip .count").first()).hasText("–");
        assertThat(window.locator(".results footer")).containsText("500+ events");
    }

    @Test
    void columns_followTheirOrder() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(rows(window).first()).isVisible();
        button(window, "Columns").click();
        Locator columns = window.locator("#columns label");
        assertThat(columns.filter(new Locator.FilterOptions().setHasText("attributes.status")))
                .isVisible(); // the fields are loaded
        List<String> order = columns.allTextContents();
        columns.filter(new Locator.FilterOptions().setHasText("environment")).click();

        assertThat(window).hasURL(Pattern.compile("columns=host%2Capplication%2Cenvironment"));
        assertThat(columns.allTextContents()).isEqualTo(order);
        assertThat(window.locator("#columns input:checked")).hasCount(3);
    }

    @Test
    void columns_areReorderedByDragging() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&columns=host,application,environment");
        Locator heads = window.locator(".log-row.head");
        heads.getByText("Host").dragTo(heads.getByText("Environment"));

        assertThat(window).hasURL(Pattern.compile("columns=application%2Cenvironment%2Chost"));
        assertThat(heads).containsText(Pattern.compile("Application\\s*Environment\\s*Host"));
    }

    @Test
    void rows_areCompactAndShowAges() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        int height = heightOfFirstRow(window);
        button(window, "Columns").click();
        window.getByLabel("Compact rows").check();
        window.getByLabel("Age instead of time").check();

        assertThat(rows(window).first().locator(".at")).containsText(Pattern.compile("just now|ago"));
        assertThat(window).hasURL(Pattern.compile("compact=true&time=relative"));
        await().atMost(Duration.ofMinutes(5)).until(() -> heightOfFirstRow(window) < height);
        window.reload();
        assertThat(rows(window).first().locator(".at")).containsText(Pattern.compile("just now|ago"));
    }

    @Test
    void invalidQuery_showsPosition() {
        Page window = page.signedIn("logs");
        search(window, "kiwi~2");

        assertThat(window.locator(".query-error mark")).hasText("~");
        assertThat(window.locator(".query-error")).containsText("not supported");
    }

    @Test
    void queryBox_suggestsFieldsAndValues() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(rows(window).first()).isVisible();
        Locator box = window.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Query"));
        box.fill("ho");
        box.press("ArrowDown");
        box.press("Enter");
        assertThat(window.locator("#suggestions li").first()).containsText("shop-");
        box.press("ArrowDown");
        box.press("Enter");
        assertThat(box).hasValue(Pattern.compile("host:shop-\\d "));
    }

    @Test
    void queryBox_findsValuesOnServer() {
        Page window = page.signedIn("logs?from=-3h&query=no_such_word");
        assertThat(window.getByText("No logs match")).isVisible();
        Locator box = window.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Query"));
        box.fill("host:hop-");

        assertThat(window.locator("#suggestions li").first()).containsText("shop-");
    }

    @Test
    void querySyntax_insertsExample() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(rows(window).first()).isVisible();
        button(window, "Query syntax").click();
        window.locator("#syntax").getByText("level:ERROR").click();
        Locator box = window.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Query"));
        assertThat(box).hasValue("kiwi AND level:ERROR");
        box.press("Enter");
        assertThat(window.locator(".results footer")).hasText("120 events");
    }

    @Test
    void query_becomesRule() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=ERROR");
        window.getByTitle("Create an alert rule from this query").click();

        assertThat(window.getByLabel("Query", new Page.GetByLabelOptions().setExact(false))
                        .first())
                .hasValue("(kiwi) AND level:(ERROR)");
        assertThat(window.locator(".verdict")).containsText("Would have fired");
        assertThat(window.locator("la-rule-preview .legend")).containsText("shop-");
        window.getByLabel("Condition").selectOption("threshold");
        assertThat(window.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("High")))
                .hasValue("");
    }

    @Test
    void stackTrace_foldsLibraryFramesAndTakesFullWidth() {
        String frames = "\\tat org.springframework.web.Frame.run(Frame.java:7)\\n".repeat(12);
        page.send(
                List.of(event(
                        Instant.now(),
                        "lime-1",
                        "ERROR",
                        "lime broke\\n\\tat io.shop.Lime.peel(Lime.java:1)\\n" + frames
                                + "\\tat io.shop.Main.main(Main.java:1)")),
                "lime");
        Page window = page.signedIn("logs?from=-3h&query=lime");
        rows(window).first().click();
        Locator drawer = window.locator("la-log-drawer");

        assertThat(drawer.locator(".message")).containsText("… 12 library frames");
        assertThat(drawer.locator(".message")).not().containsText("springframework");
        drawer.getByText("Show all 15 lines").click();
        assertThat(drawer.locator(".message")).containsText("springframework");
        assertThat(window.locator(".rail")).isVisible();
        window.keyboard().press("f");
        assertThat(window.locator(".log-table")).isHidden();
        window.keyboard().press("f");
        assertThat(window.locator(".log-table")).isVisible();
        int width = (int) drawer.evaluate("element => element.offsetWidth");
        drawer.getByRole(AriaRole.SEPARATOR).press("ArrowLeft");
        assertThat((int) drawer.evaluate("element => element.offsetWidth")).isEqualTo(width + 24);
        drawer.getByLabel("Open host").click();
        assertThat(window).hasURL(Pattern.compile("/host\\?name=lime-1&from=20"));
    }

    @Test
    void filter_isAddedInvertedAndRemoved() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        rows(window).first().locator(".value").first().click();

        Locator chip = window.locator(".chip.filter");
        assertThat(chip).containsText("host: shop-0");
        assertThat(window.locator(".results footer")).hasText("200 events");
        chip.getByTitle("Invert filter").click();
        assertThat(window.locator(".results footer")).hasText("400 events");
        assertThat(chip).containsText("NOT host: shop-0");
        chip.getByLabel("Remove filter").click();
        assertThat(window.locator(".results footer")).containsText("of 600 events");
    }

    @Test
    void valuesOfOneField_areAlternatives() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        Locator hosts = window.locator(".rail .field-values").first().locator("button.value");
        hosts.filter(new Locator.FilterOptions().setHasText("shop-0")).click();
        assertThat(window.locator(".results footer")).hasText("200 events");

        hosts.filter(new Locator.FilterOptions().setHasText("shop-1")).click();

        assertThat(window.locator(".results footer")).hasText("400 events");
        assertThat(hosts).hasCount(3);
        hosts.filter(new Locator.FilterOptions().setHasText("shop-0")).click();
        assertThat(window.locator(".results footer")).hasText("200 events");
    }

    @Test
    void valuesOfAField_areSearchedOnServer() {
        page.send(
                IntStream.range(0, 120)
                        .mapToObj(number ->
                                event(Instant.now().minusSeconds(number), "fig-" + number, "INFO", "fig " + number))
                        .toList(),
                "fig");
        Page window = page.signedIn("logs?from=-3h&query=fig");
        Locator field = window.locator("la-field-values").first();
        Locator hosts = field.locator("button.value");
        assertThat(hosts).hasCount(8);

        field.getByText("Show 50 more").click();
        assertThat(hosts).hasCount(58);
        field.getByText("Show 42 more").click();
        assertThat(hosts).hasCount(100);
        assertThat(field.getByText("Show 42 more")).hasCount(0);
        field.getByLabel("Search values of host").fill("G-11");
        assertThat(hosts).hasCount(11); // fig-11 and fig-110 to fig-119
        hosts.filter(new Locator.FilterOptions().setHasText("fig-119")).click();

        assertThat(window.locator(".results footer")).hasText("1 event");
        assertThat(hosts).hasCount(11);
    }

    @Test
    void levelChip_showsCountAndFilters() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        Locator errors = window.locator(".chip", new Page.LocatorOptions().setHasText("ERROR"));

        assertThat(errors.locator(".count")).hasText("120");
        errors.click();
        assertThat(window.locator(".results footer")).hasText("120 events");
        assertThat(errors).hasAttribute("aria-pressed", "true");
        errors.click();
        errors.click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
        assertThat(window.locator(".results footer")).containsText("480 events");
        assertThat(errors).hasAttribute("aria-pressed", "false");
    }

    @Test
    void numericField_hasStatistics() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        Locator status =
                window.locator("la-field-values", new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*status")));
        status.locator("summary").click();

        assertThat(status.locator(".statistics")).containsText(Pattern.compile("min\\s*200\\s*avg\\s*200"));
    }

    @Test
    void valueInTheRail_isCopied() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        window.locator(".rail button.value")
                .filter(new Locator.FilterOptions().setHasText("shop-0"))
                .hover();
        window.getByLabel("Copy shop-0").click();

        assertThat(window.locator(".toast")).hasText("Value copied");
        assertThat(window.evaluate("() => navigator.clipboard.readText()")).isEqualTo("shop-0");
    }

    @Test
    void histogramBrush_zoomsAndResets() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(window.locator(".results footer")).containsText("of 600 events");
        RunningPage.brush(window.locator("la-histogram"), 0.5, 0.7);

        assertThat(window).hasURL(Pattern.compile("from=20\\d\\d-.*to=20\\d\\d-"));
        assertThat(window.locator(".results footer")).hasText(Pattern.compile("^\\s*1\\d\\d events\\s*$"));
        button(window, "Reset zoom (last 3 hours)").click();
        assertThat(window.locator(".results footer")).containsText("of 600 events");
    }

    @Test
    void sharedLink_showsSameView() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        rows(window).nth(2).locator(".message").click();
        assertThat(window.locator("la-log-drawer .message").first()).hasText("kiwi order 2");
        window.locator("la-log-drawer").getByTitle("Remove column host").click();
        assertThat(window.locator(".log-head")).not().containsText("Host");

        Page other = page.open(window.url().substring(page.address("").length()));
        page.signIn(other);
        assertThat(other.locator("la-log-drawer .message").first()).hasText("kiwi order 2");
        assertThat(other.locator(".log-head")).not().containsText("Host");
    }

    @Test
    void openedEvent_leavesHistogramAsItIs() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=ERROR");
        assertThat(window.locator(".results footer")).hasText("120 events");
        assertThat(window.locator("la-histogram canvas")).isVisible();
        window.evaluate("drawn = document.querySelector('la-histogram canvas')");
        rows(window).nth(2).locator(".message").click();

        assertThat(window.locator("la-log-drawer .message").first()).isVisible();
        assertThat(window.evaluate("drawn === document.querySelector('la-histogram canvas')"))
                .isEqualTo(true);
    }

    @Test
    void surroundingLogs_ignoreTheQuery() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=ERROR");
        assertThat(rows(window).first()).isVisible();
        window.keyboard().press("j");
        window.keyboard().press("c");

        Locator context = window.locator(".context li");
        assertThat(context.locator("[aria-current=true]")).containsText("kiwi order 4");
        assertThat(context.filter(new Locator.FilterOptions().setHasText("INFO"))
                        .first())
                .isVisible();
    }

    @Test
    void keyE_copiesEventAsJson() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(rows(window).first()).isVisible();
        window.keyboard().press("j");
        window.keyboard().press("e");

        assertThat(window.locator(".toast")).hasText("Copied as JSON");
        String copied = (String) window.evaluate("() => navigator.clipboard.readText()");
        assertThat(copied).contains("\"message\": \"kiwi order 0\"", "\"receivedAt\"", "\"attributes\"");
    }

    @Test
    void controlsOfValues_areShownAsEscapes() {
        page.send(List.of("""
                {"host": "papaya", "message": "papaya \\u202Ereversed\\u001b[31m", "a": "x\\u2066y"}"""), "papaya");
        Page window = page.signedIn("logs?from=-3h&query=host:papaya");
        rows(window).first().click();

        assertThat(rows(window).first().locator(".message bdi")).hasText("papaya \\u202Ereversed\\u001B[31m");
        assertThat(window.locator("pre.message")).hasText("papaya \\u202Ereversed\\u001B[31m");
        assertThat(window.locator("table.fields bdi").filter(new Locator.FilterOptions().setHasText("x\\u2066y")))
                .hasCount(1);
    }

    @Test
    void numbers_areShownAndFilteredAsSent() {
        List<String> numbers = List.of("9007199254740993", "0.10", "123456789012345678901234567890");
        page.send(
                numbers.stream()
                        .map(number -> "{\"host\": \"guava\", \"message\": \"guava\", \"n\": " + number + "}")
                        .toList(),
                "guava");
        for (String number : numbers) {
            Page window = page.signedIn("logs?from=-3h&query=guava+AND+attributes.n%3A" + number);
            assertThat(window.locator(".results footer")).hasText("1 event");
            rows(window).first().click();
            window.getByLabel("Filter for attributes.n: " + number).first().click();

            assertThat(window.locator(".chip.filter")).containsText("attributes.n: " + number);
            assertThat(window.locator(".results footer")).hasText("1 event");
            window.keyboard().press("e");
            assertThat(window.locator(".toast")).hasText("Copied as JSON");
            assertThat((String) window.evaluate("() => navigator.clipboard.readText()"))
                    .contains("\"n\": " + number);
        }
    }

    @Test
    void savedView_opensFromAnotherPage() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=WARN");
        button(window, "Saved views").click();
        window.getByPlaceholder("Name").fill("warnings of kiwis");
        button(window, "Save").click();
        window.keyboard().press("g");
        window.keyboard().press("h");
        assertThat(window).hasURL(Pattern.compile("/hosts"));
        window.keyboard().press("g");
        window.keyboard().press("l");
        assertThat(rows(window).first()).isVisible(); // until then the button is that of the hosts

        button(window, "Saved views").click();
        window.locator(".saved").getByText("warnings of kiwis").click();
        assertThat(window.locator(".results footer")).hasText("120 events");
        assertThat(window).hasURL(Pattern.compile("levels=WARN"));
    }

    @Test
    void defaultView_isOpenedWithThePage() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=ERROR");
        button(window, "Saved views").click();
        window.getByPlaceholder("Name").fill("errors of kiwis");
        button(window, "Save").click();
        assertThat(window.getByText("Saved \"errors of kiwis\"")).isVisible(); // until then the popup is open
        button(window, "Saved views").click();
        button(window, "Default view: errors of kiwis").click();

        window.navigate(page.address("logs"));
        assertThat(window).hasURL(Pattern.compile("levels=ERROR"));
        assertThat(window.locator(".results footer")).hasText("120 events");
        window.navigate(page.address("logs?levels=WARN"));
        assertThat(rows(window).first()).containsText("WARN");

        button(window, "Saved views").click();
        button(window, "Default view: errors of kiwis").click();
        window.navigate(page.address("logs"));
        assertThat(rows(window).first()).isVisible();
        assertThat(window).hasURL(Pattern.compile("/logs$"));
    }

    @Test
    void noResults_offerToClearQuery() {
        Page window = page.signedIn("logs?from=-3h&query=nosuchword");

        assertThat(window.getByText("No logs match")).isVisible();
        button(window, "Clear query and filters").click();
        assertThat(rows(window).first()).isVisible();
    }

    @Test
    void canaryEvents_areHiddenByDefault() {
        await().atMost(Duration.ofMinutes(5)).until(() -> rangeOfCanary().isPresent());
        page.send(List.of(event(Instant.now(), "lychee-1", "INFO", "lychee")), "lychee");
        Page window = page.signedIn("logs?from=-3h&query=lychee+OR+canary");
        Locator applications = window.locator("la-field-values")
                .filter(new Locator.FilterOptions().setHasText("application"))
                .locator("button.value");

        assertThat(window.locator(".results footer")).hasText("1 event");
        assertThat(applications).hasCount(1);
        button(window, "Canary").click();
        assertThat(window).hasURL(Pattern.compile("canary=true"));
        assertThat(rows(window)
                        .filter(new Locator.FilterOptions().setHasText("canary event"))
                        .first())
                .isVisible();
        assertThat(applications).hasCount(2);
    }

    @Test
    void onlyCanaryEvents_showExampleCommand() {
        String range = await().atMost(Duration.ofMinutes(5))
                .until(this::rangeOfCanary, Optional::isPresent)
                .orElseThrow();
        Page window = page.signedIn("logs?" + range);

        assertThat(window.getByText("Send one:")).isVisible();
        assertThat(rows(window)).hasCount(0);
        button(window, "Show canary events").click();
        assertThat(rows(window).first()).containsText("canary event");
    }

    /** The millisecond of a canary event without other events. */
    private Optional<String> rangeOfCanary() {
        return page.get("logs?application=log-aggregator-canary&limit=10")
                .get("items")
                .valueStream()
                .map(event -> Instant.parse(event.get("observedAt").asString()))
                .map(at -> "from=" + at + "&to=" + at.plusMillis(1))
                .filter(range -> page.get("logs?" + range).get("items").size() == 1)
                .findFirst();
    }

    private static void search(Page window, String query) {
        Locator box = window.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Query"));
        box.fill(query);
        box.press("Enter");
    }

    private static int heightOfFirstRow(Page window) {
        return (Integer) rows(window).first().evaluate("row => row.offsetHeight");
    }

    private static Locator rows(Page window) {
        return window.locator(".log-row:not(.head)");
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    static String event(Instant at, String host, String level, String message) {
        return """
                {"timestamp": "%s", "host": "%s", "level": "%s", "message": "%s", "application": "shop", \
                "component": "orders", "metadata": {"status": 200}}""".formatted(at, host, level, message);
    }
}
