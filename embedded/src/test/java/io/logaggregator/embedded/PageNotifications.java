package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.logaggregator.testkit.WebhookReceiver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Channels, silences, and the notifications of an alert. */
@Tag("browser")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageNotifications {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final RunningPage page;

    PageNotifications(RunningPage page) {
        this.page = page;
    }

    @Test
    void channel_isCreatedTestedChangedAndDeleted() throws IOException {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            Page window = page.signedIn("channels");
            window.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("New channel"))
                    .first()
                    .click();
            name(window).fill("on call");
            url(window).fill("no address");
            button(window, "Save").click();
            assertThat(window.locator(".field.invalid")).containsText("URL");
            assertThat(window.locator(".field.invalid")).containsText("no URL (expected: http or https");

            url(window).fill(receiver.url().toString());
            window.locator("input[type=password]").fill("a secret of the receiver");
            window.getByLabel("Hosts").fill("no-such-host");
            button(window, "Save").click();
            assertThat(url(window)).hasValue(Pattern.compile("/\\*\\*\\*$"));
            assertThat(window.locator("input[type=password]")).hasValue("");
            assertThat(window.content()).doesNotContain("a secret of the receiver");

            button(window, "Send test").click();
            assertThat(window.locator(".notice.good")).containsText("Test delivered");
            assertThat(receiver.calls()).isEqualTo(1);

            window.getByLabel("Notify after").fill("15m");
            button(window, "Save").click();
            await().atMost(LIMIT)
                    .until(() ->
                            channel("on call").get("notifyAfter").asString("").equals("PT15M"));
            assertThat(channel("on call").get("signed").asBoolean()).isTrue();

            button(window, "Delete").click();
            window.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TEXTBOX).fill("on call");
            window.getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                    .click();
            assertThat(window).hasURL(Pattern.compile("/channels$"));
            assertThat(channels()).noneMatch(one -> one.get("name").asString().equals("on call"));
        }
    }

    @Test
    void unsavedChannel_survivesRefresh() {
        Page window = page.signedIn("channel");
        name(window).fill("half typed");
        window.getByLabel("Type").selectOption("slack");
        window.getByLabel("Token").fill("xoxb-1");

        button(window, "Refresh").click();
        window.locator("nav").getByText("Silences").click();
        assertThat(window.locator("la-silences")).isVisible();
        window.goBack();

        assertThat(name(window)).hasValue("half typed");
        assertThat(window.getByLabel("Token")).hasValue("xoxb-1");
    }

    @Test
    void alert_showsItsNotificationsAndIsSilenced() {
        page.post(
                "channels",
                "{\"name\": \"closed port\", \"type\": \"webhook\", \"url\": \"http://127.0.0.1:1/\", \"rule\": \"Agents\"}");
        page.post("rules", """
                {"name": "Agents", "condition": {"type": "threshold", "metric": "system.process.count", "comparison": "above"},
                 "severities": {"LOW": 0}}""");
        await().atMost(LIMIT)
                .until(() ->
                        !page.get("alerts?rule=Agents&status=OPEN").get("items").isEmpty());
        JsonNode alert = page.get("alerts?rule=Agents&status=OPEN").get("items").get(0);
        String host = alert.get("host").asString();
        Page window = page.signedIn("alerts?selected=" + alert.get("id").asString());
        Locator notifications = window.getByLabel("Notifications", new Page.GetByLabelOptions().setExact(true));
        assertThat(notifications).containsText("closed port");

        window.locator("la-alert-drawer")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Silence"))
                .click();
        assertThat(window.getByLabel("Value 1")).hasValue("Agents");
        assertThat(window.getByLabel("Value 2")).hasValue(host);
        assertThat(window.locator("la-silence-preview")).containsText("1 alert");
        window.getByLabel("End").fill("later");
        button(window, "Create silence").click();
        assertThat(window.locator(".field.invalid")).containsText("expected: +2h");
        button(window, "4 h").click();
        window.getByLabel("Comment").fill("known and harmless");
        button(window, "Create silence").click();
        Locator row =
                window.getByRole(AriaRole.ROW, new GetByRoleOptions().setName(Pattern.compile("known and harmless")));
        assertThat(row).containsText("alertname=\"Agents\"");

        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Expire"))
                .click();
        window.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Expire"))
                .click();
        assertThat(row).hasCount(0);
        window.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Expired"))
                .click();
        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Re-create"))
                .click();
        assertThat(window.getByLabel("End")).hasValue("+2h");

        page.delete("rules/" + alert.get("ruleId").asString());
        page.delete("channels/" + channel("closed port").get("id").asString());
    }

    private JsonNode channel(String name) {
        return channels().stream()
                .filter(one -> one.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> channels() {
        return page.get("channels").get("items").valueStream().toList();
    }

    private static Locator url(Page window) {
        return window.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName(Pattern.compile("^URL")));
    }

    private static Locator name(Page window) {
        return window.getByLabel("Name", new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
