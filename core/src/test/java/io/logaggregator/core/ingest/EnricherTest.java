package io.logaggregator.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnricherTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Enricher enricher = new Enricher(new Enrichment(
            LogTexts.of("prod", "shop", "cart"), List.of("team:blue"), Duration.ofMinutes(10), Duration.ofDays(30)));

    @Test
    void enrich_setsDefaultsOfMissingFields() {
        LogEvent event = enrich(event(NOON, "", "", "", "", List.of()));

        assertThat(event.text(LogField.Text.ENVIRONMENT)).isEqualTo("prod");
        assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo("shop");
        assertThat(event.text(LogField.Text.COMPONENT)).isEqualTo("cart");
        assertThat(event.tags()).containsExactly("team:blue", "host:web-1", "level:WARN", "env:prod");
    }

    @Test
    void enrich_keepsFieldsOfSender() {
        LogEvent event = enrich(event(NOON, "dev", "search", "index", "trace-1", List.of("a", "env:dev")));

        assertThat(event.text(LogField.Text.ENVIRONMENT)).isEqualTo("dev");
        assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo("search");
        assertThat(event.text(LogField.Text.COMPONENT)).isEqualTo("index");
        assertThat(event.text(LogField.Text.CORRELATION_ID)).isEqualTo("trace-1");
        assertThat(event.tags()).containsExactly("a", "env:dev", "team:blue", "host:web-1", "level:WARN");
    }

    @Test
    void enrich_keepsMissingCorrelationIdEmpty() {
        assertThat(enrich(event(NOON, "", "", "", "", List.of())).text(LogField.Text.CORRELATION_ID))
                .isEmpty();
    }

    @Test
    void enrich_addsNoTag_withoutEnvironment() {
        Enricher bare =
                new Enricher(new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30)));

        LogEvent event = (LogEvent) bare.enrich(event(NOON, "", "", "", "", List.of()), NOON);

        assertThat(event.tags()).containsExactly("host:web-1", "level:WARN");
    }

    @Test
    void tagsOfEqualSources_areTheSameList() {
        List<String> first = enrich(event(NOON, "dev", "shop", "cart", "trace-1", List.of("a")))
                .tags();
        List<String> second = enrich(event(NOON, "dev", "search", "index", "trace-2", List.of("a")))
                .tags();

        assertThat(second).isSameAs(first);
    }

    @Test
    void tagsOfDifferentSources_areTheirOwn_inAnyOrder() {
        for (int round = 0; round < 2; round++) {
            for (int host = 0; host < 3_000; host++) { // more than are held in memory
                String tag = "rack:" + host;
                LogEvent event = enrich(event(NOON, "dev", "", "", "", List.of(tag)));

                assertThat(event.tags()).containsExactly(tag, "team:blue", "host:web-1", "level:WARN", "env:dev");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-11-23T12:10:00.001Z"})
    void enrich_replacesImplausibleTimestamp(String text) {
        LogEvent event = enrich(event(Instant.parse(text), "", "", "", "", List.of()));

        assertThat(event.observedAt()).isEqualTo(NOON);
        assertThat(EventId.instantOf(event.id())).isEqualTo(NOON);
        assertThat(event.attributes().text())
                .isEqualTo("{\"observed_at.original\":\"" + Instant.parse(text) + "\",\"a\":1}");
    }

    @Test
    void enrich_renamesOriginalTimeOfSender() {
        LogEvent sent = event(NOON, "", "", "", "", List.of());
        LogEvent imitation = new LogEvent(
                sent.id(),
                sent.observedAt(),
                sent.receivedAt(),
                sent.host(),
                sent.level(),
                sent.message(),
                sent.texts(),
                sent.tags(),
                new JsonObject("{\"a\":\"observed_at.original\",\"observed_at.original\":\"2001\"}"));

        assertThat(enrich(imitation).attributes().text())
                .isEqualTo("{\"a\":\"observed_at.original\",\"observed_at.original.sent\":\"2001\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-24T12:00:00Z", "2026-11-23T12:10:00Z"})
    void enrich_acceptsTimestampsAtLimits(String text) {
        assertThat(enrich(event(Instant.parse(text), "", "", "", "", List.of())).observedAt())
                .isEqualTo(Instant.parse(text));
    }

    @Test
    void enrich_replacesTimestampsOfMetricsAndProcesses() {
        Instant wrong = Instant.parse("2001-01-01T00:00:00Z");

        assertThat(enricher.enrich(new MetricSample("web-1", "m", 1, wrong, Map.of()), NOON)
                        .observedAt())
                .isEqualTo(NOON);
        assertThat(enricher.enrich(new ProcessSnapshot("web-1", wrong, List.of()), NOON)
                        .observedAt())
                .isEqualTo(NOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-aggregator-canary", "Log-Aggregator-CANARY"})
    void enrich_renamesImitationOfCanary(String application) {
        LogEvent event = enrich(event(NOON, "", application, "", "id-00112233445566778899aabbccddeeff", List.of()));

        assertThat(event.isCanary()).isFalse();
        assertThat(event.isHostActivity()).isTrue();
        assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo("unverified-log-aggregator-canary");
    }

    private LogEvent enrich(LogEvent event) {
        return (LogEvent) enricher.enrich(event, NOON);
    }

    private static LogEvent event(
            Instant observedAt,
            String environment,
            String application,
            String component,
            String correlationId,
            List<String> tags) {
        return new LogEvent(
                EventId.of(0, 1, 0, observedAt),
                observedAt,
                NOON,
                "web-1",
                Level.WARN,
                "slow",
                LogTexts.of(environment, application, component, correlationId),
                tags,
                new JsonObject("{\"a\":1}"));
    }
}
