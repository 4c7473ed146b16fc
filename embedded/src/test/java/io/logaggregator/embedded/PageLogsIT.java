package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs, as one who looks for something uses the page. */
@Tag("browser")
@Tag("slow")
@ExtendWith(SharedPage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageLogsIT {

    private static final Duration HISTORY = Duration.ofHours(2);
    private static final List<String> LEVELS = List.of("INFO", "INFO", "INFO", "WARN", "ERROR");
    private static final int LINES = 600;

    private final RunningPage page;

    PageLogsIT(RunningPage page) {
        this.page = page;
        Instant now = Instant.now();
        page.send(
                IntStream.range(0, LINES)
                        .mapToObj(number -> line(
                                now.minus(HISTORY.multipliedBy(number).dividedBy(LINES)),
                                "shop-" + number % 3,
                                LEVELS.get(number % LEVELS.size()),
                                "kiwi order " + number))
                        .toList(),
                "kiwi");
    }

    @AfterEach
    void theBrowserHadNothingToComplainOf() {
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void signIn_refusesAKeyThatIsNone() {
        Page window = page.open("logs");
        window.getByLabel("API key").fill("wrong-key-wrong-key-wrong");
        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign in"))
                .click();

        assertThat(window.getByRole(AriaRole.ALERT)).containsText("good for nothing");
        assertThat(window.getByRole(AriaRole.NAVIGATION)).hasCount(0);
    }

    @Test
    void signOut_leavesNothingToSee() {
        Page window = page.signedIn("logs");
        button(window, "Account").click();
        button(window, "Sign out").click();

        assertThat(window.getByLabel("API key")).isVisible();
        window.reload();
        assertThat(window.getByLabel("API key")).isVisible();
        assertThat(window.getByRole(AriaRole.GRID)).hasCount(0);
    }

    @Test
    void aQueryIsTypedAndAnswered() {
        Page window = page.signedIn("logs?from=-3h");
        ask(window, "kiwi AND level:ERROR");

        assertThat(rows(window).first()).containsText("kiwi order 4");
        assertThat(window.locator(".found footer")).hasText("120 lines");
        assertThat(window).hasURL(Pattern.compile("query=kiwi\\+AND\\+level%3AERROR"));
    }

    @Test
    void aMistakeInAQueryIsToldWhereItIs() {
        Page window = page.signedIn("logs");
        ask(window, "kiwi~2");

        assertThat(window.locator(".query-mistake mark")).hasText("~");
        assertThat(window.locator(".query-mistake")).containsText("not supported");
    }

    @Test
    void fieldsAndValuesAreSuggested() {
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
    void aClickedValueIsAFilterThatCanBeTurnedAndRemoved() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        rows(window).first().locator(".value").first().click();

        Locator chip = window.locator(".chip.filter");
        assertThat(chip).containsText("host: shop-0");
        assertThat(window.locator(".found footer")).hasText("200 lines");
        chip.getByTitle("Turn it round").click();
        assertThat(window.locator(".found footer")).hasText("400 lines");
        assertThat(chip).containsText("not host: shop-0");
        chip.getByLabel("Remove").click();
        assertThat(window.locator(".found footer")).containsText("of 600 lines");
    }

    @Test
    void levelsSayHowManyThereAreAndFilter() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        Locator errors = window.locator(".chip", new Page.LocatorOptions().setHasText("ERROR"));

        assertThat(errors.locator(".count")).hasText("120");
        errors.click();
        assertThat(window.locator(".found footer")).hasText("120 lines");
        assertThat(errors).hasAttribute("aria-pressed", "true");
    }

    @Test
    void aTimeIsMarkedInTheHistogramAndThereIsAWayBack() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(window.locator(".found footer")).containsText("of 600 lines");
        BoundingBox plot =
                await().until(() -> window.locator("la-histogram .u-over").boundingBox(), Objects::nonNull);
        double y = plot.y + plot.height / 2;
        window.mouse().move(plot.x + plot.width * 0.5, y);
        window.mouse().down();
        window.mouse().move(plot.x + plot.width * 0.6, y);
        window.mouse().move(plot.x + plot.width * 0.7, y);
        window.mouse().up();

        assertThat(window).hasURL(Pattern.compile("from=20\\d\\d-.*to=20\\d\\d-"));
        assertThat(window.locator(".found footer")).hasText(Pattern.compile("^\\s*1\\d\\d lines\\s*$"));
        button(window, "Back to Last 3 hours").click();
        assertThat(window.locator(".found footer")).containsText("of 600 lines");
    }

    @Test
    void whoGetsTheAddressSeesTheSame() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        rows(window).nth(2).locator(".message").click();
        assertThat(window.locator("la-log-drawer .message").first()).hasText("kiwi order 2");
        window.locator("la-log-drawer").getByTitle("Remove the column host").click();
        assertThat(window.locator(".log-head")).not().containsText("Host");

        Page other = page.open(window.url().substring(page.address("").length()));
        page.signIn(other);
        assertThat(other.locator("la-log-drawer .message").first()).hasText("kiwi order 2");
        assertThat(other.locator(".log-head")).not().containsText("Host");
    }

    @Test
    void theLinesAroundOneAreThoseOfItsHostWhateverIsAskedFor() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=ERROR");
        assertThat(rows(window).first()).isVisible();
        window.keyboard().press("j");
        window.keyboard().press("c");

        Locator around = window.locator(".around li");
        assertThat(around.locator("[aria-current=true]")).containsText("kiwi order 4");
        assertThat(around.filter(new Locator.FilterOptions().setHasText("INFO")).first())
                .isVisible();
    }

    @Test
    void aLineIsCopiedAsJsonByAKey() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi");
        assertThat(rows(window).first()).isVisible();
        window.keyboard().press("j");
        window.keyboard().press("e");

        assertThat(window.locator(".toast")).hasText("The line as JSON is copied.");
        String copied = (String) window.evaluate("() => navigator.clipboard.readText()");
        assertThat(copied).contains("\"message\": \"kiwi order 0\"", "\"receivedAt\"", "\"attributes\"");
    }

    @Test
    void aSavedQueryBringsBackItsViewFromAnywhere() {
        Page window = page.signedIn("logs?from=-3h&query=kiwi&levels=WARN");
        button(window, "Saved queries").click();
        window.getByPlaceholder("Name of this one").fill("warnings of kiwis");
        button(window, "Save").click();
        window.keyboard().press("g");
        window.keyboard().press("h");
        assertThat(window).hasURL(Pattern.compile("/hosts"));
        window.keyboard().press("g");
        window.keyboard().press("l");

        button(window, "Saved queries").click();
        window.locator(".saved button").first().click();
        assertThat(window.locator(".found footer")).hasText("120 lines");
        assertThat(window).hasURL(Pattern.compile("levels=WARN"));
    }

    @Test
    void whereNothingMatchesThereIsAWayOut() {
        Page window = page.signedIn("logs?from=-3h&query=nosuchword");

        assertThat(window.getByText("No lines match")).isVisible();
        button(window, "Clear query and filters").click();
        assertThat(rows(window).first()).isVisible();
    }

    @Test
    void whereOnlyTheServerItselfHasSentAnythingItIsToldHowToSendALine() {
        Instant then = Instant.now().minus(Duration.ofHours(30));
        page.send(
                List.of(line(then, "log-aggregator-canary", "TRACE", "pomelo")
                        .replace("shop", "log-aggregator-canary")),
                "pomelo");
        Page window = page.signedIn("logs?from=" + then.minusSeconds(1) + "&to=" + then.plusSeconds(1));

        assertThat(window.getByText("Send one, and ask again")).isVisible();
        assertThat(rows(window)).hasCount(0);
        button(window, "What the server sends to itself").click();
        assertThat(rows(window).first()).containsText("pomelo");
    }

    private static void ask(Page window, String query) {
        Locator box = window.getByRole(AriaRole.COMBOBOX, new GetByRoleOptions().setName("Query"));
        box.fill(query);
        box.press("Enter");
    }

    private static Locator rows(Page window) {
        return window.locator(".log-row:not(.head)");
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    static String line(Instant at, String host, String level, String message) {
        return """
                {"timestamp": "%s", "host": "%s", "level": "%s", "message": "%s", "application": "shop", \
                "component": "orders", "metadata": {"status": 200}}""".formatted(at, host, level, message);
    }
}
