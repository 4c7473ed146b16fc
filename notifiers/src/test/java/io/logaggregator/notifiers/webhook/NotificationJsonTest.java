package io.logaggregator.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.notifiers.Notifications;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationJsonTest {

    @Test
    void bytes_matchDocumentedExample() {
        assertThat(new String(NotificationJson.bytes(Notifications.RAISED), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"version":1,"id":"6f1b2f0c-0000-3000-8000-000000000001","type":"alert.raised",\
                        "timestamp":"2026-05-01T12:00:30Z",\
                        "alert":{"id":"00000000-0000-0000-0000-000000000001","rule":"CPU \\"high\\"",\
                        "labels":{"cpu":"0","host":"web-1"},"host":"web-1","severity":"CRITICAL",\
                        "highest":"CRITICAL","status":"ACKNOWLEDGED","openedAt":"2026-05-01T12:00:00Z",\
                        "value":0.98,"peak":0.99,"threshold":0.97,"occurrences":19},\
                        "transition":{"kind":"RAISED","at":"2026-05-01T12:00:30Z","severity":"CRITICAL",\
                        "value":0.975,"threshold":0.97,"actor":"system","comment":""}}\
                        """.strip());
    }

    @Test
    void externalAlert_hasNoValue() {
        String json = new String(
                NotificationJson.bytes(Notifications.external(Map.of("summary", "full"), "https://prometheus/graph")),
                StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"annotations\":{\"summary\":\"full\"},\"generatorUrl\":\"https://prometheus/graph\"")
                .doesNotContain("\"value\"", "\"threshold\"", "\"peak\"");
    }

    @Test
    void group_hasItsAlerts() {
        String json = new String(NotificationJson.bytes(Notifications.group()), StandardCharsets.UTF_8);

        assertThat(json)
                .contains(
                        "\"type\":\"alert.group\"",
                        "\"group\":{\"labels\":{\"rule\":\"CPU\"},\"firing\":2,\"resolved\":1,\"passed\":4,\"more\":0,\"alerts\":[{\"alert\":{")
                .contains("\"host\":\"web-1\"", "\"host\":\"web-2\"", "\"host\":\"web-3\"");
    }
}
