package io.logaggregator.agent.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.agent.statsd.StatsdItem.Event;
import io.logaggregator.agent.statsd.StatsdItem.Measurement;
import io.logaggregator.agent.statsd.StatsdItem.ServiceCheck;
import io.logaggregator.agent.statsd.StatsdItem.Type;
import io.logaggregator.agent.statsd.StatsdItem.Value;
import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsdParserTest {

    private static final Instant AT = Instant.ofEpochSecond(1_796_000_000);

    @ParameterizedTest
    @CsvSource({
        "page.views:1|c, COUNTER, 1",
        "page.views:-2.5|c, COUNTER, -2.5",
        "queue:7|g, GAUGE, 7",
        "latency:320|ms, TIMER, 320",
        "size:1e3|h, TIMER, 1000",
        "size:0.5|d, TIMER, 0.5",
        "events:3|m, COUNTER, 3"
    })
    void measurement_hasTypeAndValue(String line, Type type, double value) {
        assertThat(measurement(line)).satisfies(measurement -> {
            assertThat(measurement.type()).isEqualTo(type);
            assertThat(measurement.values()).extracting(Value::number).containsExactly(value);
            assertThat(measurement.rate()).isEqualTo(1);
            assertThat(measurement.tags()).isEmpty();
            assertThat(measurement.at()).isEmpty();
        });
    }

    @Test
    void measurement_hasSectionsOfDogstatsd() {
        Measurement measurement = measurement(
                "latency:1:2.5:30|ms|@0.5|#env:prod,url:http://a,canary,empty:|c:ci-1f|T1796000000|e:it-false");

        assertThat(measurement)
                .isEqualTo(new Measurement(
                        Type.TIMER,
                        "latency",
                        new TreeMap<>(Map.of("env", "prod", "url", "http://a", "canary", "true")),
                        List.of(new Value("1", 1), new Value("2.5", 2.5), new Value("30", 30)),
                        0.5,
                        Optional.of(AT),
                        true));
    }

    @Test
    void measurement_hasTagsOfTelegraf() {
        assertThat(measurement("jvm.memory.used,area=heap,id=G1\\ Old=x:1|g|#env:prod"))
                .satisfies(measurement -> {
                    assertThat(measurement.name()).isEqualTo("jvm.memory.used");
                    assertThat(measurement.tags()).isEqualTo(Map.of("area", "heap", "id", "G1\\ Old=x", "env", "prod"));
                });
    }

    @Test
    void set_hasOneTextAsValue() {
        assertThat(measurement("users:tenant:7|s").values()).containsExactly(new Value("tenant:7", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x:1",
                ":1|c",
                "x:|c",
                "x:one|c",
                "x:1|",
                "x:1|y",
                "x:1:|c",
                "x:1d|c",
                "x:NaN|g",
                "x:1e999|c",
                "x:1|c|@0",
                "x:1|c|@2",
                "x:1|c|@x",
                "x:1|c|Tsoon",
                "x:1|c|T99999999999",
                "x,a:1|c",
                "x:|s",
                "x\u0001y:1|c",
                "_e{",
                "_e{1}:a|b",
                "_e{0,1}:|b",
                "_e{1,1}:a",
                "_e{1,9}:a|b",
                "_e{99999999999999999999,1}:a|b",
                "_e{1,1}:a|bc",
                "_e{1,1}:a|b|d:soon",
                "_sc|name",
                "_sc|name|4",
                "_sc||0",
                "_sc|name|0|d:x"
            })
    void invalidLine_hasNoContent(String line) {
        assertThat(StatsdParser.parse(line)).isEmpty();
    }

    @Test
    void limits_ofALine() {
        String name = "n".repeat(StatsdParser.MAX_NAME_LENGTH);
        var tags = new StringBuilder("x:1|c|#a");
        for (int i = 1; i < StatsdParser.MAX_TAGS; i++) {
            tags.append(",a").append(i);
        }

        assertThat(StatsdParser.parse(name + ":1|c")).isPresent();
        assertThat(StatsdParser.parse(name + "n:1|c")).isEmpty();
        assertThat(StatsdParser.parse(tags.toString())).isPresent();
        assertThat(StatsdParser.parse(tags + ",b")).isEmpty();
        assertThat(StatsdParser.parse("x:1|c|#a:" + "v".repeat(StatsdParser.MAX_SERIES_LENGTH)))
                .isEmpty();
    }

    @Test
    void event_hasSections() {
        assertThat(
                        StatsdParser.parse(
                                "_e{10,13}:Größ|pay|5 \\n failed|||d:1796000000|h:web-2|p:low|t:error|k:group|s:shop|#env:prod"))
                .hasValue(new Event(
                        Level.ERROR,
                        "Größ|pay\n5 \n failed||",
                        Optional.of("web-2"),
                        Optional.of(AT),
                        Map.of(
                                "priority", "low",
                                "aggregation_key", "group",
                                "source_type_name", "shop",
                                "env", "prod")));
        assertThat(StatsdParser.parse("_e{6,0}:deploy|"))
                .hasValue(new Event(Level.INFO, "deploy", Optional.empty(), Optional.empty(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_e{6,6}:Größ|1 €x|t:error", "_e{4,4}:Größ|1 €x|t:error"})
    void event_hasLengthsInBytesOrCharacters(String line) {
        assertThat(StatsdParser.parse(line))
                .hasValue(new Event(Level.ERROR, "Größ\n1 €x", Optional.empty(), Optional.empty(), Map.of()));
    }

    @Test
    void serviceCheck_hasMessageLast() {
        assertThat(StatsdParser.parse("_sc|db.ping|2|d:1796000000|h:db-1|#env:prod|m:no response | in 5 s"))
                .hasValue(new ServiceCheck(
                        "db.ping",
                        2,
                        "no response | in 5 s",
                        Optional.of("db-1"),
                        Optional.of(AT),
                        new TreeMap<>(Map.of("env", "prod"))));
    }

    private static Measurement measurement(String line) {
        return (Measurement) StatsdParser.parse(line).orElseThrow();
    }
}
