package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Actions on the page and their effect in the API. */
@Tag("browser")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageActions {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final RunningPage page;

    PageActions(RunningPage page) {
        this.page = page;
    }

    @Test
    void alertAction_canBeUndoneBeforeItIsSent() {
        page.put("thresholds", "{\"memoryUsagePercent\": 0.5}");
        await().atMost(LIMIT).until(() -> alerts("OPEN").size() == 1);
        String alert = alerts("OPEN").getFirst().get("id").asString();
        Page window = page.signedIn("alerts?rule=Memory%20utilization");

        acknowledge(window, "a mistake");
        assertThat(row(window)).hasCount(0);
        button(window, "Undo").click();
        assertThat(row(window)).hasCount(1);
        assertThat(alerts("OPEN")).hasSize(1);

        acknowledge(window, "looking at it");
        await().atMost(LIMIT).until(() -> status(alert).equals("ACKNOWLEDGED"));
        window.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Acknowledged"))
                .click();
        button(window, "Memory utilization").click();
        Locator drawer = window.locator("la-alert-drawer");
        assertThat(drawer.locator(".timeline")).containsText("looking at it");
        assertThat(drawer.locator(".evidence")).containsText("Top by memory");

        drawer.getByLabel("Comment").fill("it is enough");
        drawer.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resolve"))
                .click();
        assertThat(drawer.locator(".status")).hasText("resolved");
        await().atMost(LIMIT).until(() -> status(alert).equals("RESOLVED"));
        assertThat(drawer.locator(".timeline")).containsText("it is enough");
        assertThat(drawer.locator(".timeline")).not().containsText("a mistake");
        page.put("thresholds", "{\"memoryUsagePercent\": 85}");
    }

    private static void acknowledge(Page window, String comment) {
        row(window).getByRole(AriaRole.CHECKBOX).check();
        window.locator(".bulk").getByLabel("Comment").fill(comment);
        button(window, "Acknowledge").click();
    }

    @Test
    void alerts_areCountedSearchedSortedAndGrouped() {
        page.put("thresholds", "{\"processCount\": 1}");
        await().atMost(LIMIT)
                .until(() -> !page.get("alerts?rule=Process%20count&status=OPEN")
                        .get("items")
                        .isEmpty());
        JsonNode alert =
                page.get("alerts?rule=Process%20count&status=OPEN").get("items").get(0);
        String host = alert.get("host").asString();

        Page window = page.signedIn("alerts?rule=Process%20count&search=" + host.toUpperCase(Locale.ROOT));
        assertThat(row(window)).hasCount(1);
        assertThat(window.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Firing 1")))
                .isVisible();
        assertThat(window.locator(".navigation a[href^=alerts] .badge")).isVisible();
        window.getByRole(AriaRole.COLUMNHEADER, new GetByRoleOptions().setName("Severity"))
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(window.locator("th[aria-sort=descending]")).hasText("Severity");
        window.getByLabel("Group by").selectOption("host");
        assertThat(window.locator("tr.group")).containsText(host);
        window.getByLabel("Select all of " + host).check();
        assertThat(window.locator(".bulk")).containsText("1 selected");
        window.getByLabel("Search rules and labels").fill("no such label");
        assertThat(window.getByText("No alerts match")).isVisible();

        page.put("thresholds", "{\"processCount\": 2000}");
        await().atMost(LIMIT)
                .until(() -> page.get("alerts/" + alert.get("id").asString())
                        .get("status")
                        .asString()
                        .equals("RESOLVED"));
    }

    @Test
    void audit_showsChangedValues() {
        page.put("thresholds", "{\"processCount\": 3210}");
        Page window = page.signedIn("audit?kind=RULE&action=CHANGED");
        Locator entry = row(window)
                .filter(new Locator.FilterOptions().setHasText("Process count").setHasText("3210"))
                .first();
        entry.locator("summary").click();

        assertThat(entry.locator("ins").filter(new Locator.FilterOptions().setHasText("3210")))
                .isVisible();
        entry.getByRole(AriaRole.LINK).click();
        assertThat(window).hasURL(Pattern.compile("/rule\\?id="));
        page.put("thresholds", "{\"processCount\": 2000}");
    }

    @Test
    void source_hasItsConfigurationAndShowsFirstEvent() {
        Page window = page.signedIn("sources?source=telegraf");
        window.getByLabel("Key with scope ingest").fill("the-key");
        assertThat(window.locator("pre.command")).containsText("token = \"the-key\"");
        assertThat(window.locator("pre.command")).containsText(page.address("influx"));

        page.send(List.of(PageLogs.event(Instant.now().plusSeconds(1), "medlar-1", "INFO", "first of medlar")));
        assertThat(window.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Received data")))
                .containsText("first of medlar", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
    }

    @Test
    void threshold_isSaved() {
        Page window = page.signedIn("rules");
        Locator processes = window.getByLabel("Processes per host");
        processes.fill("4321");
        button(window, "Save").click();

        assertThat(window.locator(".toast")).containsText("Thresholds saved");
        assertThat(page.get("thresholds").get("processCount").asInt()).isEqualTo(4321);
    }

    @Test
    void problems_areSentencesAtTheirFieldsInTheUnitOfTheForm() {
        Page window = page.signedIn("rules");
        window.getByLabel("Host CPU (%)").fill("200");
        button(window, "Save").click();
        assertThat(window.locator(".field.invalid")).containsText("Host CPU");
        assertThat(window.locator(".thresholds-problem")).hasText("Must be above 0 and below 100.");

        window.navigate(page.address("rule"));
        Locator critical = window.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Critical"));
        critical.fill("80");
        assertThat(window.locator(".field.invalid")).containsText("Critical");
        assertThat(window.locator(".severities .error-text")).hasText("Must be above 90 %, the threshold of High.");
        critical.fill("95");
        assertThat(window.locator(".field.invalid")).hasCount(0);

        window.getByLabel("Name").fill("CPU utilization");
        button(window, "Save").click();
        assertThat(window.locator(".field.invalid .error-text")).hasText("This name is in use.");
    }

    @Test
    void rule_isCreatedTestedAndDeleted() {
        Page window = page.signedIn("rules");
        window.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("New rule"))
                .click();
        assertThat(window.locator(".verdict")).containsText("Would have fired");
        button(window, "Save").click();
        assertThat(window.locator(".field.invalid")).containsText("Must have 1 to 100 characters");

        window.getByLabel("Name").fill("Busy");
        Locator handle = window.getByRole(AriaRole.SLIDER);
        handle.press("PageDown");
        assertThat(window.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("High")))
                .hasValue("80");
        window.keyboard().press("PageDown"); // the handle keeps the focus when the chart is redrawn
        assertThat(window.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("High")))
                .hasValue("70");
        button(window, "Save").click();
        assertThat(window.locator(".toast")).containsText("Saved \"Busy\"");
        assertThat(rule("Busy").at("/severities/HIGH").asDouble()).isEqualTo(0.7);

        window.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Busy")).click();
        button(window, "Delete").click();
        window.getByLabel(Pattern.compile("Type Busy")).fill("Busy");
        window.locator("dialog")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(window).hasURL(Pattern.compile("/rules"));
        assertThat(window.getByText("Busy", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    @Test
    void apiKey_isShownOnceAndRevoked() {
        Page window = page.signedIn("keys");
        button(window, "Create key").click();
        window.getByLabel("Name").fill("web shippers");
        window.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create key"))
                .click();
        String secret = window.getByLabel("Secret").inputValue();
        assertThat(secret).hasSizeGreaterThan(40);
        window.keyboard().press("Escape");
        assertThat(window.getByLabel("Secret")).hasCount(0);
        assertThat(window.content()).doesNotContain(secret);

        button(window, "Revoke web shippers").click();
        Locator dialog = window.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.TEXTBOX).fill("web shippers");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
                .click();
        assertThat(window.locator(".toast")).containsText("Revoked \"web shippers\"");
        assertThat(page.get("api-keys")
                        .get("items")
                        .valueStream()
                        .map(key -> key.get("name").asString()))
                .doesNotContain("web shippers");
    }

    @Test
    void rejectedMessage_isShownAndReplayed() {
        page.produce("logs", "{\"host\": \"half of a mess");
        await().atMost(LIMIT).until(() -> !page.get("rejected").get("items").isEmpty());
        Page window = page.signedIn("rejected");

        window.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(Pattern.compile("malformed")))
                .last()
                .click();
        assertThat(window.getByLabel("Message").last()).hasText("{\"host\": \"half of a mess");
        button(window, "Replay").click();
        assertThat(window.locator(".toast")).containsText("Message re-published to its topic");
        await().atMost(LIMIT)
                .until(() -> page.get("rejected")
                        .get("items")
                        .valueStream()
                        .anyMatch(message -> message.hasNonNull("replayedAt")));
    }

    @Test
    void matchingMessages_areReplayedTogether() {
        for (int message = 0; message < 3; message++) {
            page.produce("logs", " ");
        }
        await().atMost(LIMIT)
                .until(() -> page.get("rejected?reason=EMPTY").get("items").size() >= 3);
        Page window = page.signedIn("rejected?reason=EMPTY");

        window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^\\s*Replay \\d+ messages")))
                .click();
        window.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Replay").setExact(true))
                .click();

        assertThat(window.locator(".toast")).containsText("messages replayed");
        assertThat(page.get("rejected?reason=EMPTY&replayed=true").get("items").size())
                .isGreaterThanOrEqualTo(3);
    }

    /** Rules, tabs and badge count the same alerts: those that are not acknowledged. */
    @Test
    void firingCounts_excludeAcknowledgedAlerts() {
        page.put("thresholds", "{\"processCount\": 1}");
        await().atMost(LIMIT).until(() -> !processAlerts("OPEN").isEmpty());
        String ids = processAlerts("OPEN")
                .valueStream()
                .map(alert -> alert.get("id").toString())
                .collect(Collectors.joining(","));
        page.post("alerts/actions", "{\"ids\": [" + ids + "], \"status\": \"ACKNOWLEDGED\"}");

        Page window = page.signedIn("rules");
        assertThat(window.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(Pattern.compile("Process count")))
                        .locator("td.number"))
                .hasText("0");
        window.navigate(page.address("alerts?rule=Process%20count"));
        assertThat(window.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Firing 0")))
                .isVisible();
        assertThat(window.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Acknowledged 1")))
                .isVisible();

        page.put("thresholds", "{\"processCount\": 2000}");
        await().atMost(LIMIT).until(() -> processAlerts("ACKNOWLEDGED").isEmpty());
    }

    private JsonNode processAlerts(String status) {
        return page.get("alerts?rule=Process%20count&status=" + status).get("items");
    }

    @Test
    void rule_isReadOnlyWithoutScopeOperate() {
        Page window = page.signedIn("rules");
        window.route(
                "**/api/v1/session",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"name\": \"reader\", \"scopes\": [\"READ\"]}")));
        window.navigate(
                page.address("rule?id=" + rule("Memory utilization").get("id").asString()));

        assertThat(window.getByText("Read only: changes require scope operate."))
                .isVisible();
        assertThat(window.getByLabel("Pending period (for)")).isDisabled();
        assertThat(button(window, "Save")).hasCount(0);
    }

    private List<JsonNode> alerts(String status) {
        return page.get("alerts?rule=Memory%20utilization&status=" + status)
                .get("items")
                .valueStream()
                .toList();
    }

    private String status(String alert) {
        return page.get("alerts/" + alert).get("status").asString();
    }

    private JsonNode rule(String name) {
        return page.get("rules")
                .get("items")
                .valueStream()
                .filter(rule -> rule.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Locator row(Page window) {
        return window.locator("tbody tr");
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
