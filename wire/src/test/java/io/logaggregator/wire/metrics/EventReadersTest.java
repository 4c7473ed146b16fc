package io.logaggregator.wire.metrics;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.wire.WireFormat;
import org.junit.jupiter.api.Test;

/** Objects of Splunk's HTTP Event Collector and of Beats. */
class EventReadersTest {

    @Test
    void splunkEvents_areLogEvents() {
        Decoded decoded = decode("splunk", """
                {"time":"1795464959.123","host":"web-1","sourcetype":"app","event":"ERROR no disk","fields":{"a":"b"}}
                {"time":1795464959.123,"host":"web-1","event":{"message":"m","severity":"warn"}}{"event":{"state":"down"}}""");

        assertThat(decoded.rejections()).isEmpty();
        assertThat(events(decoded))
                .extracting(LogEvent::message)
                .containsExactly("ERROR no disk", "m", "{\"state\":\"down\"}");
        assertThat(events(decoded)).extracting(LogEvent::level).containsExactly(Level.ERROR, Level.WARN, Level.INFO);
        assertThat(events(decoded).getFirst().observedAt()).isEqualTo("2026-11-23T20:15:59.123Z");
        assertThat(events(decoded).getFirst().host()).isEqualTo("web-1");
    }

    @Test
    void splunkMetrics_areSamples() {
        Decoded decoded = decode("splunk", """
                {"time":1795464959.123,"event":"metric","host":"web-1","fields":{"region":"eu","metric_name:cpu.usr":11.5,
                 "metric_name:cpu.sys":"2"}}{"event":"metric","host":"web-1","fields":{"metric_name":"up","_value":1}}
                {"event":"metric","host":"web-1","fields":{}}""");

        assertThat(samples(decoded))
                .extracting(sample -> sample.host() + ' ' + sample.metric() + sample.attributes() + sample.value())
                .containsExactly("web-1 cpu.sys{region=eu}2.0", "web-1 cpu.usr{region=eu}11.5", "web-1 up{}1.0");
        assertThat(reasons(decoded)).containsExactly(INCOMPLETE);
    }

    @Test
    void metricbeat_feedsBuiltInRules() {
        Decoded decoded = decode("metricbeat", """
                {"@timestamp":"2026-11-23T20:15:59.123Z","host":{"name":"web-1"},"metricset":{"name":"cpu","period":10000},
                 "event":{"module":"system","duration":5},"system":{"cpu":{"cores":4,"total":{"pct":2,"norm":{"pct":0.5}}}}}
                {"@timestamp":"2026-11-23T20:15:59.123Z","host":{"name":"web-1"},"metricset":{"name":"memory"},
                 "system":{"memory":{"actual":{"used":{"pct":0.25}}}}}
                {"@timestamp":"2026-11-23T20:15:59.123Z","host":{"name":"web-1"},"metricset":{"name":"process_summary"},
                 "system":{"process":{"summary":{"total":123}}}}
                {"metricset":{"name":"process"},"process":{"pid":1},"system":{"process":{"cpu":{"pct":1}}}}""");

        assertThat(decoded.rejections()).isEmpty();
        assertThat(samples(decoded))
                .extracting(sample -> sample.host() + ' ' + sample.metric() + ' ' + sample.value())
                .containsExactly(
                        "web-1 system.cpu.cores 4.0",
                        "web-1 system.cpu.total.pct 2.0",
                        "web-1 system.cpu.total.norm.pct 0.5",
                        "web-1 system.cpu.utilization 0.5",
                        "web-1 system.memory.actual.used.pct 0.25",
                        "web-1 system.memory.utilization 0.25",
                        "web-1 system.process.summary.total 123.0",
                        "web-1 system.process.count 123.0");
        assertThat(decoded.droppedParts()).isEqualTo(1);
    }

    @Test
    void otherBeats_areLogEvents() {
        Decoded decoded = decode("ecs", """
                {"@timestamp":"2026-11-23T20:15:59.123Z","host":{"name":"web-1"},"log":{"level":"error"},"message":"m"}
                {"metricset":{"name":"x"}}""");

        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.host()).isEqualTo("web-1");
        });
        assertThat(reasons(decoded)).containsExactly(INCOMPLETE);
    }

    @Test
    void hostileObjects_areRejected() {
        StringBuilder numbers = new StringBuilder("{\"metricset\":{\"name\":\"x\"},\"m\":{\"a\":1");
        for (int i = 0; i < 1_001; i++) {
            numbers.append(",\"n").append(i).append("\":1");
        }

        assertThat(reasons(decode("ecs", numbers + "}}"))).containsExactly(TOO_LARGE);
        assertThat(reasons(decode("ecs", "{\"metricset\":{\"name\":\"x\"},\"m\":" + "{\"a\":".repeat(1_000))))
                .containsExactly(TOO_LARGE);
        assertThat(reasons(decode("splunk", "{\"event\":{\"a\":oops}}"))).containsExactly(MALFORMED);
        assertThat(reasons(decode(
                        "splunk", "{\"event\":\"metric\",\"fields\":{\"metric_name:" + "x".repeat(300) + "\":1}}")))
                .containsExactly(MALFORMED);
    }

    private static Decoded decode(String format, String value) {
        return WireFormat.parse(format).decoder().decode(message(value));
    }
}
