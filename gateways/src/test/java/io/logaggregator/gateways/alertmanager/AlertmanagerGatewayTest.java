package io.logaggregator.gateways.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerGatewayTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Outcome STORED = new Outcome(1, 1, 0, List.of());

    @Test
    void alert_isSampleWithItsLabels() {
        Submission alerts = split("""
                [{"labels": {"alertname": "Disk full", "instance": "web-1:9100", "d.e": "\\u00fc\\"", "empty": ""},
                  "annotations": {"summary": "x"}, "generatorURL": "http://p/graph",
                  "startsAt": "2026-11-30T11:00:00.123456789Z", "endsAt": "2026-11-30T13:04:00.5+01:00"}]""");

        MetricSample sample = samples(alerts).getFirst();
        assertThat(sample.metric()).isEqualTo(MetricSample.EXTERNAL_ALERT);
        assertThat(sample.host()).isEqualTo("web-1");
        assertThat(sample.observedAt()).isEqualTo(NOW);
        assertThat(sample.value())
                .isEqualTo(Instant.parse("2026-11-30T12:04:00.5Z").toEpochMilli() / 1000.0);
        assertThat(sample.attributes())
                .isEqualTo(Map.of("alertname", "Disk full", "instance", "web-1:9100", "d.e", "\u00fc\""));
        assertThat(sample.isHostActivity()).isFalse();
        assertThat(sample.alert())
                .isEqualTo(new ExternalAlert(
                        Instant.parse("2026-11-30T11:00:00.123456789Z"),
                        new TreeMap<>(Map.of("summary", "x")),
                        "http://p/graph"));
        assertThat(alerts.stored(STORED)).extracting(HttpReply::status).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"host\": \"a\", \"instance\": \"b:1\"}', a",
        "'{\"instance\": \"[::1]:9100\"}', [::1]",
        "'{\"alertname\": \"x\"}', external"
    })
    void host_isThatOfTheLabels(String labels, String host) {
        assertThat(samples(split("[{\"labels\": " + labels + "}]")).getFirst().host())
                .isEqualTo(host);
    }

    @Test
    void absentEnd_isFiveMinutesAhead() {
        for (String end : List.of("", ", \"endsAt\": null", ", \"endsAt\": \"0001-01-01T00:00:00Z\"")) {
            MetricSample sample =
                    samples(split("[{\"labels\": {\"a\": \"b\"}" + end + "}]")).getFirst();
            assertThat(sample.value()).isEqualTo(NOW.plusSeconds(300).getEpochSecond());
        }
    }

    @Test
    void start_isAtMostTheArrival() {
        for (String start : List.of("null", "\"9999-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"")) {
            String alert = "[{\"labels\": {\"a\": \"b\"}, \"startsAt\": " + start + "}]";
            assertThat(samples(split(alert)).getFirst().alert()).isEqualTo(ExternalAlert.NONE);
        }
    }

    @Test
    void lateEnd_isAccepted() {
        String alert = "[{\"labels\": {\"a\": \"b\"}, \"endsAt\": \"+999999999-01-01T00:00:00Z\"}]";
        assertThat(samples(split(alert)).getFirst().value()).isGreaterThan(1e15);
    }

    @Test
    void annotations_areBounded() {
        StringBuilder annotations = new StringBuilder("\"a\": \"" + "x".repeat(5_000) + "\"");
        for (int number = 0; number < ExternalAlert.MAX_ANNOTATIONS; number++) {
            annotations
                    .append(",\"n")
                    .append(number)
                    .append("\": \"")
                    .append("y".repeat(500))
                    .append('"');
        }
        Submission alerts = split("[{\"labels\": {\"a\": \"b\"}, \"generatorURL\": \"javascript:alert(1)\","
                + "\"annotations\": {" + annotations + "}}]");

        ExternalAlert alert = Objects.requireNonNull(samples(alerts).getFirst().alert());
        assertThat(alert.annotations().get("a"))
                .hasSize(ExternalAlert.MAX_LENGTH)
                .endsWith("…");
        assertThat(alert.annotations().entrySet().stream()
                        .mapToInt(one -> one.getKey().length() + one.getValue().length())
                        .sum())
                .isLessThanOrEqualTo(ExternalAlert.MAX_TOTAL_LENGTH);
        assertThat(alert.generatorUrl()).isEmpty();
        assertThat(alerts.stored(STORED)).extracting(HttpReply::status).isEqualTo(200);
    }

    @Test
    void lastAlert_counts_ofEqualLabels() {
        List<MetricSample> samples = samples(split("""
                [{"labels": {"a": "b", "c": "d"}, "annotations": {"summary": "first"}},
                 {"labels": {"c": "d", "a": "b", "e": ""}, "annotations": {"summary": "last"}}]"""));
        assertThat(samples)
                .singleElement()
                .satisfies(sample -> assertThat(
                                Objects.requireNonNull(sample.alert()).annotations())
                        .containsEntry("summary", "last"));
    }

    @Test
    void numberOfAlerts_isBounded() {
        String alerts = "[" + "{\"labels\":{}},".repeat(AlertmanagerGateway.MAX_ALERTS) + "{}]";
        assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> split(alerts));
    }

    @Test
    void invalidAlerts_doNotAffectOthers() {
        Submission alerts = split("""
                [{"labels": {}}, {"labels": {"a": "b"}},
                 {"labels": {"a": "c"}, "startsAt": "2026-11-30T12:00:00Z", "endsAt": "2026-11-30T11:00:00Z"},
                 {"labels": {"%1$s": "c"}}, {"labels": {"a": "%2$s"}}, {"labels": {%3$s}},
                  {"labels": {"a": "%4$s", "b": "%4$s"}}]""".formatted(
                        "n".repeat(AlertmanagerGateway.MAX_NAME_LENGTH + 1),
                        "v".repeat(AlertmanagerGateway.MAX_VALUE_LENGTH + 1),
                        labels(AlertmanagerGateway.MAX_LABELS + 1),
                        "v".repeat(601)));

        assertThat(samples(alerts))
                .singleElement()
                .extracting(MetricSample::attributes)
                .isEqualTo(Map.of("a", "b"));
        HttpReply reply = alerts.stored(STORED);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(new String(reply.body(), UTF_8))
                .startsWith("\"at least one label pair required; start time must be before end time; ")
                .contains("65 labels", "labels of 1204 characters");
    }

    private static String labels(int count) {
        List<String> labels = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            labels.add("\"l" + number + "\": \"v\"");
        }
        return String.join(",", labels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[1]",
                "[{\"labels\": 1}]",
                "[{\"labels\": {\"a\": 1}}]",
                "[{\"labels\": {\"a\": \"b\"}, \"annotations\": [1]}]",
                "[{\"labels\": {\"a\": \"b\"}, \"endsAt\": \"today\"}]",
                "[{\"labels\": {\"a\": \"b\"}, \"endsAt\": 1}]"
            })
    void invalidBody_isRejected(String body) {
        assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> split(body));
    }

    @Test
    void otherMethods_areLeftToTheServer() {
        assertThat(new Gateways("").find("POST", "/api/v2/alerts")).isPresent();
        assertThat(new Gateways("").find("GET", "/api/v2/alerts")).isEmpty();
    }

    private static Submission split(String body) {
        Route route = new AlertmanagerGateway(() -> NOW).routes().getFirst();
        return ((Route.Ingest) route.action())
                .split(
                        new GatewayRequest("POST", "/api/v2/alerts", "", "", 1 << 20, _ -> Optional.empty(), ""),
                        body.getBytes(UTF_8));
    }

    private static List<MetricSample> samples(Submission alerts) {
        List<MetricSample> samples = new ArrayList<>();
        alerts.elements().forEachRemaining(element -> {
            String message = alerts.envelope().prefix()
                    + new String(element.value(), UTF_8)
                    + alerts.envelope().suffix();
            Decoded decoded = WireFormat.parse(alerts.format())
                    .decoder()
                    .decode(Message.unqueued(new Partition("t", "t", 0), NOW, null, message.getBytes(UTF_8), null));
            assertThat(decoded.rejections()).isEmpty();
            decoded.observations().forEach(observation -> samples.add((MetricSample) observation));
        });
        return samples;
    }
}
