package io.logaggregator.notifiers.template;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonMembers;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.settings.ChannelSettings;
import io.logaggregator.notifiers.template.BodyTemplate.InvalidTemplateException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends one request per transition. Its body is a Mustache template of the channel. Values are escaped for JSON strings if
 * the content type is JSON, and a result that is no JSON is not sent. Thread-safe.
 */
public final class TemplateNotifier implements ChannelKind {

    private static final String METHOD = "method";
    private static final String CONTENT_TYPE = "contentType";
    private static final String AUTHORIZATION = "authorization";
    private static final String BODY = "body";
    private static final String JSON = "application/json";
    private static final int MAX_SHORT = 100;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[A-Za-z0-9.+-]+(; *charset=utf-8)?");

    private final HttpSender sender;
    private final AlertLinks links;

    public TemplateNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "template";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(),
                new Setting(
                        BODY,
                        true,
                        new Display.Value(),
                        BodyTemplate.MAX_LENGTH,
                        "a Mustache template without partials",
                        text -> new BodyTemplate(text, true).rejection()),
                ChannelSettings.text(
                        METHOD, false, MAX_SHORT, Pattern.compile("POST|PUT|PATCH"), "POST (default), PUT or PATCH"),
                ChannelSettings.text(CONTENT_TYPE, false, MAX_SHORT, MEDIA_TYPE, "a media type; default: " + JSON),
                ChannelSettings.secret(
                        AUTHORIZATION,
                        false,
                        "hasAuthorization",
                        Pattern.compile("[ -~]+"),
                        "the value of the header Authorization"));
    }

    @Override
    public boolean isEveryTransitionSent() {
        return true;
    }

    @Override
    public Optional<List<String>> groupBy() {
        return Optional.of(List.of());
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        Channel.Target target = channel.definition().target();
        try {
            String id = notification.id().toString();
            byte[] body = body(notification, target).getBytes(StandardCharsets.UTF_8);
            HttpCall call = HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body)
                    .withMethod(orDefault(target.setting(METHOD), "POST"))
                    .withHeader("Content-Type", contentType(target))
                    .withHeader("Idempotency-Key", id)
                    .withHeader("webhook-id", id);
            String authorization = target.secret(AUTHORIZATION);
            return sender.send(authorization.isEmpty() ? call : call.withHeader("Authorization", authorization));
        } catch (InvalidTemplateException e) {
            return new Rejected(BODY + ": " + e.reason());
        }
    }

    @Override
    public Optional<String> preview(Notification notification, Channel channel) {
        try {
            return Optional.of(body(notification, channel.definition().target()));
        } catch (InvalidTemplateException _) { // the outcome has the reason
            return Optional.empty();
        }
    }

    private String body(Notification notification, Channel.Target target) throws InvalidTemplateException {
        boolean json = contentType(target).contains("json");
        String body =
                new BodyTemplate(target.setting(BODY), json).render(TemplateValues.of(links.message(notification)));
        if (json && !JsonMembers.isJson(body)) {
            throw new InvalidTemplateException("no JSON (expected: a template of JSON, or another contentType)");
        }
        return body;
    }

    private static String contentType(Channel.Target target) {
        return orDefault(target.setting(CONTENT_TYPE), JSON);
    }

    private static String orDefault(String value, String defaultValue) {
        return value.isEmpty() ? defaultValue : value;
    }
}
