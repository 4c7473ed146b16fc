package io.logaggregator.notifiers.slack;

import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.message.Texts;
import java.util.List;

/**
 * Messages in Slack's attachment format: a colored bar, the title with the link, and the facts.
 *
 * @see <a href="https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments">Attachments</a>
 */
final class SlackMessage {

    private static final int MAX_TITLE = 1_024;
    private static final int MAX_VALUE = 2_000;

    /** Values longer than this have a line of their own. */
    private static final int MAX_SHORT = 40;

    private SlackMessage() {}

    /** The member {@code attachments}. */
    static List<JsonObject> attachments(AlertMessage message) {
        List<JsonObject> fields = message.facts().stream()
                .map(fact -> new JsonObject()
                        .with("title", escaped(fact.name()))
                        .with("value", escaped(Texts.cut(fact.value(), MAX_VALUE)))
                        .with("short", fact.value().length() <= MAX_SHORT))
                .toList();
        String title = escaped(message.title(MAX_TITLE));
        return List.of(new JsonObject()
                .with("color", message.color())
                .with("fallback", title)
                .with("title", title)
                .with("title_link", message.link())
                .with("fields", fields)
                .with("ts", message.transition().at().getEpochSecond()));
    }

    /** Escapes as Slack requires, so that no text mentions people or becomes a link. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
