package io.logaggregator.notifiers.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemplateNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final TemplateNotifier notifier = new TemplateNotifier(sender, Senders.LINKS);

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    @Test
    void body_isTheRenderedTemplate() {
        assertThat(
                        send(
                                OPENED,
                                "{\"text\": \"{{title}}\", \"tags\": [{{#labels}}\"{{name}}={{value}}\",{{/labels}}\"end\"],"
                                        + " \"value\": {{value}}, \"url\": \"{{link}}\"{{^resolved}}, \"open\": true{{/resolved}}}"))
                .isEqualTo(new Delivered());

        assertThat(service.calls.getFirst().method()).isEqualTo("PUT");
        assertThat(service.calls.getFirst().headers().getFirst("Authorization")).isEqualTo("Token secret");
        assertThat(service.calls.getFirst().headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(service.calls.getFirst().body())
                .isEqualTo("{\"text\": \"[HIGH] CPU \\\"high\\\": web-1\", \"tags\": [\"cpu=0\",\"end\"],"
                        + " \"value\": 0.98, \"url\": \"" + Senders.LINK + "\", \"open\": true}");
    }

    @Test
    void alertsOfAGroup_areAList() {
        String body = "{\"text\": \"{{title}}\", \"hosts\": [{{#alerts}}\"{{host}} {{state}}\", {{/alerts}}\"\"]}";

        assertThat(send(Notifications.group(), body)).isEqualTo(new Delivered());

        assertThat(Json.at(Json.object(service.calls.getFirst().body()), "hosts"))
                .isEqualTo(List.of("web-1 CRITICAL", "web-2 HIGH", "web-3 RESOLVED", ""));
    }

    @Test
    void values_cannotLeaveTheirString() {
        assertThat(send(Notifications.large(Kind.OPENED), "{\"a\": \"{{text}}\", \"b\": \"{{title}}{{comment}}\"}"))
                .isEqualTo(new Delivered());

        assertThat(Json.object(service.calls.getFirst().body())).containsOnlyKeys("a", "b");
    }

    @Test
    void resultThatIsNoJson_isNotSent() {
        assertThat(send(OPENED, "{{title}}"))
                .isEqualTo(new Rejected("body: no JSON (expected: a template of JSON, or another contentType)"));
        assertThat(service.calls).isEmpty();
    }

    @Test
    void otherContentType_isNotEscaped() {
        assertThat(send(OPENED, "{{title}}", "text/plain")).isEqualTo(new Delivered());

        assertThat(service.calls.getFirst().body()).isEqualTo("[HIGH] CPU \"high\": web-1");
    }

    @Test
    void template_seesValuesOnly() {
        String body =
                "{{title.class}}{{title.length}}{{labels.size}}{{class.name}}{{nothing}}{{#title}}{{class}}{{/title}}";

        assertThat(send(OPENED, body, "text/plain")).isEqualTo(new Delivered());

        assertThat(service.calls.getFirst().body()).isEmpty();
    }

    @Test
    void largeResult_isRejected() {
        String body = "{{#labels}}{{#labels}}{{text}}{{/labels}}{{/labels}}";

        assertThat(send(Notifications.large(Kind.OPENED), body, "text/plain"))
                .isEqualTo(new Rejected("body: result of more than 65536 characters"));
    }

    @Test
    void nestedSections_areBounded() {
        String body = "{{#labels}}".repeat(100) + "{{/labels}}".repeat(100);

        assertThat(send(Notifications.large(Kind.OPENED), body, "text/plain"))
                .isEqualTo(new Rejected("body: more than 2000 repetitions"));
    }

    @Test
    void invalidTemplates_areRejectedOnCreation() {
        for (String invalid : new String[] {"{{#a}}", "{{/a}}", "{{#a}}{{/b}}"}) {
            assertThat(rejection(invalid)).as(invalid).isPresent();
        }
        assertThat(rejection("{\"a\": \"{{title}}\"}")).isEmpty();
    }

    @Test
    void partial_isRejected() {
        assertThat(send(OPENED, "{{>file}}", "text/plain")).isInstanceOf(Rejected.class);
        assertThat(service.calls).isEmpty();
    }

    @Test
    void preview_isTheBody() {
        assertThat(notifier.preview(OPENED, channel("{\"a\": \"{{host}}\"}", "")))
                .contains("{\"a\": \"web-1\"}");
        assertThat(notifier.preview(OPENED, channel("{{host}}", ""))).isEmpty();
    }

    private Optional<String> rejection(String template) {
        return notifier.settings().stream()
                .filter(setting -> setting.name().equals("body"))
                .findFirst()
                .orElseThrow()
                .rejection()
                .apply(template);
    }

    private Outcome send(Notification notification, String body) {
        return send(notification, body, "");
    }

    private Outcome send(Notification notification, String body, String contentType) {
        return notifier.send(notification, channel(body, contentType));
    }

    private Channel channel(String body, String contentType) {
        Map<String, String> settings = new HashMap<>();
        settings.put("body", body);
        settings.put("method", "PUT");
        settings.put("contentType", contentType);
        return Notifications.channel(
                "template", settings, Map.of("url", service.url("/in").toString(), "authorization", "Token secret"));
    }
}
