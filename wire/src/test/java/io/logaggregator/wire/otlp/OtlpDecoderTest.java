package io.logaggregator.wire.otlp;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.samples;
import static io.logaggregator.wire.otlp.OtlpRequests.TIME;
import static io.logaggregator.wire.otlp.OtlpRequests.attribute;
import static io.logaggregator.wire.otlp.OtlpRequests.gauge;
import static io.logaggregator.wire.otlp.OtlpRequests.log;
import static io.logaggregator.wire.otlp.OtlpRequests.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.ProtobufBytes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpDecoderTest {

    private static final Map<String, String> RESOURCE = new TreeMap<>(Map.of(
            "host.name", "web-1",
            "service.name", "shop",
            "deployment.environment.name", "prod",
            "service.version", "1.2"));
    private static final Decoder DECODER = OtlpDecoder.in(ZoneOffset.UTC);
    private static final byte[] TRACE_ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, (byte) 0xFF};

    @Test
    void logRecordInProtobuf_isMapped() {
        byte[] value = request(
                RESOURCE,
                "org.shop.Orders",
                scoped -> log(scoped, "order failed", log -> {
                    log.number(2, 18).text(3, "ERROR2").bytes(9, TRACE_ID).bytes(10, new byte[] {1, 2, 3, 4, 5, 6, 7, 8
                    });
                    attribute(log, 6, "order", "17");
                }));

        assertOrder(decode(value));
    }

    @Test
    void logRecordInJson_isMapped() {
        assertOrder(decode("""
                {"resourceLogs":[{"resource":{"attributes":[
                    {"key":"host.name","value":{"stringValue":"web-1"}},
                    {"key":"service.name","value":{"stringValue":"shop"}},
                    {"key":"deployment.environment.name","value":{"stringValue":"prod"}},
                    {"key":"service.version","value":{"stringValue":"1.2"}}],"droppedAttributesCount":0},
                  "scopeLogs":[{"scope":{"name":"org.shop.Orders"},"logRecords":[
                    {"timeUnixNano":"1795966971123456789","severityNumber":18,"severityText":"ERROR2",
                     "body":{"stringValue":"order failed"},"traceId":"0102030405060708090A0B0C0D0E0FFF",
                     "spanId":"0102030405060708","flags":1,"unknown":[{}],
                     "attributes":[{"key":"order","value":{"stringValue":"17"}}]}]}]}]}"""));
    }

    private static void assertOrder(Decoded decoded) {
        assertThat(decoded.rejections()).isEmpty();
        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.observedAt()).isEqualTo("2026-11-29T15:42:51.123456789Z");
            assertThat(event.host()).isEqualTo("web-1");
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.message()).isEqualTo("order failed");
            assertThat(event.text(Text.APPLICATION)).isEqualTo("shop");
            assertThat(event.text(Text.COMPONENT)).isEqualTo("org.shop.Orders");
            assertThat(event.text(Text.ENVIRONMENT)).isEqualTo("prod");
            assertThat(event.text(Text.CORRELATION_ID)).isEqualTo("0102030405060708090a0b0c0d0e0fff");
            assertThat(event.attributes().text())
                    .isEqualTo("{\"order\":\"17\",\"service.version\":\"1.2\",\"span_id\":\"0102030405060708\"}");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "host.name, web-1, web-1",
        "k8s.node.name, node-1, node-1",
        "service.instance.id, instance-1, instance-1",
        "os.type, linux, key-host"
    })
    void host_isFirstThatIsKnown(String name, String value, String host) {
        byte[] sent = request(Map.of(name, value), "", scoped -> log(scoped, "m", _ -> {}));

        Decoded decoded = DECODER.decode(message("key-host".getBytes(UTF_8), sent));

        assertThat(events(decoded)).extracting(LogEvent::host).containsExactly(host);
    }

    @Test
    void unsetFields_haveDefaults() {
        byte[] value = request(Map.of("service.name", "unknown_service:node"), "", scoped -> {
            scoped.message(2, log -> log.fixed64(1, 0).fixed64(11, TIME).message(5, any -> any.text(1, "observed")));
            scoped.message(2, log -> log.text(3, "Warning").message(5, any -> any.number(3, 502)));
            scoped.message(2, log -> log.text(12, "user.login"));
            scoped.message(
                    2,
                    log -> log.message(
                            5,
                            any -> any.message(
                                    6,
                                    list -> list.message(
                                            1, pair -> pair.text(1, "a").message(2, inner -> inner.number(2, 1))))));
        });

        List<LogEvent> events = events(decode(value));

        assertThat(events)
                .extracting(LogEvent::message)
                .containsExactly("observed", "502", "user.login", "{\"a\":true}");
        assertThat(events).extracting(LogEvent::level).containsExactly(Level.INFO, Level.WARN, Level.INFO, Level.INFO);
        assertThat(events.getFirst().observedAt()).isEqualTo(Instant.ofEpochSecond(0, TIME));
        assertThat(events.getLast().observedAt()).isEqualTo(QUEUED_AT);
        assertThat(events.getFirst().text(Text.APPLICATION)).isEmpty();
    }

    @Test
    void bodyWithoutSeverity_isReadAsRecord() {
        byte[] value = request(RESOURCE, "", scoped -> {
            log(scoped, "{\"level\":\"error\",\"msg\":\"no disk\"}", _ -> {});
            log(scoped, "{\"level\":\"error\",\"msg\":\"no disk\"}", log -> log.number(2, 9));
            log(scoped, "2026-11-29T15:42:51.123456789Z WARN no disk", _ -> {});
        });

        List<LogEvent> events = events(decode(value));

        assertThat(events).extracting(LogEvent::level).containsExactly(Level.ERROR, Level.INFO, Level.WARN);
        assertThat(events.getFirst().message()).isEqualTo("no disk");
        assertThat(events).extracting(LogEvent::host).containsOnly("web-1");
    }

    @Test
    void integersInJson_areNumbersOrText() {
        Decoded decoded = decode("""
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":1795966971123456789,"body":
                  {"kvlistValue":{"values":[{"key":"a","value":{"intValue":502}},{"key":"b","value":{"intValue":"7"}},
                  {"key":"c","value":{"arrayValue":{"values":[{"doubleValue":0.5},{"boolValue":true}]}}}]}},
                  "severityNumber":"SEVERITY_NUMBER_FATAL"}]}]}]}""");

        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("{\"a\":502,\"b\":7,\"c\":[0.5,true]}");
            assertThat(event.observedAt()).isEqualTo(Instant.ofEpochSecond(0, TIME));
            assertThat(event.level()).isEqualTo(Level.FATAL);
        });
    }

    @Test
    void sums_haveKinds() {
        byte[] value = request(RESOURCE, "", scoped -> {
            sum(scoped, "requests", 2, true);
            sum(scoped, "requests.delta", 1, true);
            sum(scoped, "queue.size", 2, false);
        });

        List<MetricSample> samples = samples(decode(value));

        assertThat(samples).extracting(MetricSample::kind).containsExactly(Kind.CUMULATIVE, Kind.DELTA, Kind.GAUGE);
        assertThat(samples).extracting(MetricSample::value).containsOnly(-7.0);
        assertThat(samples.getFirst().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("service.name", "shop", "route", "/cart"));
        assertThat(samples.getFirst().observedAt()).isEqualTo(Instant.ofEpochSecond(0, TIME));
    }

    private static void sum(ProtobufBytes scoped, String name, int temporality, boolean monotonic) {
        scoped.message(
                2,
                metric -> metric.text(1, name)
                        .message(
                                7,
                                data -> data.message(1, point -> {
                                            attribute(point, 7, "route", "/cart");
                                            point.fixed64(3, TIME).fixed64(6, -7);
                                        })
                                        .number(2, temporality)
                                        .number(3, monotonic ? 1 : 0)));
    }

    @Test
    void histogram_becomesCountSumAndBuckets() {
        byte[] value = request(
                Map.of("host.name", "h"),
                "",
                scoped -> scoped.message(
                        2,
                        metric -> metric.text(1, "d")
                                .message(
                                        9,
                                        data -> data.number(2, 2)
                                                .message(
                                                        1,
                                                        point -> point.fixed64(3, TIME)
                                                                .fixed64(4, 6)
                                                                .real(5, 12.5)
                                                                .packed(6, 1, 2, 3)
                                                                .packed(
                                                                        7,
                                                                        Double.doubleToLongBits(0.5),
                                                                        Double.doubleToLongBits(1))
                                                                .real(11, 0.1)
                                                                .real(12, 9)))));
        String json = """
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"h"}}]},
                 "scopeMetrics":[{"metrics":[{"name":"d","histogram":{"aggregationTemporality":2,"dataPoints":[
                 {"timeUnixNano":"1795966971123456789","count":"6","sum":12.5,"bucketCounts":["1","2","3"],
                  "explicitBounds":[0.5,1],"min":0.1,"max":9}]}}]}]}]}""";

        List<MetricSample> samples = samples(decode(value));

        assertThat(samples).isEqualTo(samples(decode(json)));
        assertThat(samples)
                .extracting(sample -> sample.metric() + sample.attributes() + sample.value())
                .containsExactly(
                        "d_count{}6.0",
                        "d_sum{}12.5",
                        "d_min{}0.1",
                        "d_max{}9.0",
                        "d_bucket{le=0.5}1.0",
                        "d_bucket{le=1.0}3.0",
                        "d_bucket{le=+Inf}6.0");
        assertThat(samples.getFirst().kind()).isEqualTo(Kind.CUMULATIVE);
    }

    @Test
    void exponentialHistogram_keepsBuckets() {
        byte[] value = request(
                Map.of("host.name", "h"),
                "",
                scoped -> scoped.message(
                        2,
                        metric -> metric.text(1, "d")
                                .message(
                                        10,
                                        data -> data.number(2, 2)
                                                .message(
                                                        1,
                                                        point -> point.fixed64(3, TIME)
                                                                .fixed64(4, 7)
                                                                .real(5, 12.5)
                                                                .number(6, 1) // scale -1
                                                                .fixed64(7, 1)
                                                                .message(
                                                                        8,
                                                                        positive -> positive.number(1, 2)
                                                                                .number(2, 2)
                                                                                .number(2, 3))
                                                                .message(9, negative -> negative.number(2, 1))))));
        String json = """
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"h"}}]},
                 "scopeMetrics":[{"metrics":[{"name":"d","exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[
                 {"timeUnixNano":"1795966971123456789","count":"7","sum":12.5,"scale":-1,"zeroCount":"1",
                  "positive":{"offset":1,"bucketCounts":["2","3"]},"negative":{"bucketCounts":["1"]}}]}}]}]}]}""";

        List<MetricSample> samples = samples(decode(value));

        assertThat(samples).isEqualTo(samples(decode(json)));
        assertThat(samples)
                .extracting(sample -> sample.metric() + sample.attributes() + sample.value())
                .containsExactly(
                        "d_count{}7.0",
                        "d_sum{}12.5",
                        "d_bucket{le=-1.0}1.0",
                        "d_bucket{le=0.0}2.0",
                        "d_bucket{le=4.0}2.0",
                        "d_bucket{le=16.0}4.0",
                        "d_bucket{le=64.0}7.0",
                        "d_bucket{le=+Inf}7.0");
        assertThat(samples).extracting(MetricSample::kind).containsOnly(Kind.CUMULATIVE);
    }

    @Test
    void pointWithoutValue_isSkipped() {
        byte[] value = request(
                RESOURCE,
                "",
                scoped -> scoped.message(
                        2,
                        metric -> metric.text(1, "m")
                                .message(
                                        5,
                                        data -> data.message(
                                                        1,
                                                        point -> point.fixed64(3, TIME)
                                                                .number(8, 1))
                                                .message(
                                                        1,
                                                        point -> point.fixed64(3, TIME)
                                                                .real(4, Double.NaN))
                                                .message(
                                                        1,
                                                        point -> point.fixed64(3, TIME)
                                                                .real(4, 5)))));

        Decoded decoded = decode(value);

        assertThat(samples(decoded)).extracting(MetricSample::value).containsExactly(5.0);
        assertThat(decoded.droppedParts()).isEqualTo(1);
    }

    @Test
    void metricsOfHostReceiver_feedBuiltInRules() {
        byte[] value = request(Map.of("host.name", "h", "os.type", "linux"), "", scoped -> {
            gauge(scoped, "system.cpu.utilization", "state", Map.of("idle", 0.75, "user", 0.25));
            gauge(scoped, "system.memory.usage", "state", new TreeMap<>(Map.of("used", 3e9, "free", 1e9)));
            gauge(scoped, "system.processes.count", "status", new TreeMap<>(Map.of("running", 3.0, "sleeping", 97.0)));
        });

        assertThat(ofHost(decode(value)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "system.cpu.utilization", 0.25,
                        "system.memory.utilization", 0.75,
                        "system.process.count", 100.0));
    }

    private static Map<String, Double> ofHost(Decoded decoded) {
        Map<String, Double> values = new TreeMap<>();
        samples(decoded).stream()
                .filter(sample -> sample.attributes().isEmpty())
                .forEach(sample -> values.put(sample.metric(), sample.value()));
        return values;
    }

    @Test
    void parts_giveTheSameAsAll() {
        byte[] value = request(Map.of("host.name", "h", "note", "x".repeat(2_000)), "", scoped -> {
            for (int i = 0; i < 50; i++) {
                log(scoped, "m" + i, _ -> {});
            }
            gauge(scoped, "system.cpu.utilization", "state", Map.of("idle", 0.75));
        });

        List<Object> parts = new ArrayList<>();
        Optional<Decoded> part = Optional.of(DECODER.decode(message(value), 0, 10_000));
        int count = 0;
        while (part.isPresent()) {
            assertThat(part.get().observations()).hasSizeBetween(1, 20);
            parts.addAll(part.get().observations());
            part = part.get().rest().map(rest -> rest.decode(10_000));
            count++;
        }

        assertThat(parts).isEqualTo(decode(value).observations());
        assertThat(count).isGreaterThan(5);
        assertThat(DECODER.decode(message(value), 49, Long.MAX_VALUE).observations())
                .isEqualTo(parts.subList(49, parts.size()));
    }

    @Test
    void invalidElement_isRejectedWithItsBytes() {
        byte[] invalid = ProtobufBytes.of(log -> log.fixed64(1, TIME).bytes(5, new byte[] {0x0A, 0x7F}));
        byte[] value = request(RESOURCE, "", scoped -> {
            log(scoped, "first", _ -> {});
            scoped.bytes(2, invalid);
            scoped.message(2, log -> log.fixed64(1, TIME));
            log(scoped, "last", _ -> {});
        });

        Decoded decoded = decode(value);

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("first", "last");
        assertThat(reasons(decoded)).containsExactly(MALFORMED, INCOMPLETE);
        assertThat(decoded.rejections().getFirst().value()).isEqualTo(invalid);
    }

    @Test
    void invalidElementInJson_isRejectedWithItsBytes() {
        Decoded decoded = decode("""
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"a"}},{"body":oops},7,
                {"body":{"stringValue":"b"}}]}]}]}""");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("a", "b");
        assertThat(decoded.rejections())
                .extracting(rejection -> new String(rejection.value(), UTF_8))
                .containsExactly("{\"body\":oops}", "7");
    }

    @Test
    void otherMessages_areMalformed() {
        for (byte[] value : List.of(
                "hello".getBytes(UTF_8),
                "{\"message\":\"m\"}".getBytes(UTF_8),
                "{\"resourceLogs\":[".getBytes(UTF_8),
                new byte[] {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
                new byte[] {0x10, 1})) {
            Decoded decoded = decode(value);

            assertThat(reasons(decoded)).as(new String(value, UTF_8)).containsExactly(MALFORMED);
            assertThat(decoded.rejections().getFirst().value()).isEqualTo(value);
        }
    }

    @Test
    void spans_areRejectedOnce() {
        byte[] value = request(RESOURCE, "", scoped -> {
            for (int i = 0; i < 3; i++) {
                scoped.message(
                        2,
                        span -> span.bytes(1, TRACE_ID)
                                .bytes(2, new byte[8])
                                .text(5, "GET /")
                                .fixed64(7, TIME));
            }
        });

        assertThat(reasons(decode(value))).containsExactly(MALFORMED);
        assertThat(decode(value).droppedParts()).isEqualTo(2);
        assertThat(reasons(decode("{\"resourceSpans\":[{}]}"))).containsExactly(MALFORMED);
    }

    @Test
    void deepNesting_isTooLarge() {
        byte[] any = ProtobufBytes.of(value -> value.text(1, "x"));
        for (int i = 0; i < 5_000; i++) {
            byte[] inner = any;
            any = ProtobufBytes.of(value -> value.message(5, array -> array.bytes(1, inner)));
        }
        byte[] body = any;
        String json = "{\"arrayValue\":{\"values\":[".repeat(150) + "]}}".repeat(150);

        assertThat(reasons(decode(request(RESOURCE, "", scoped -> scoped.message(2, log -> log.bytes(5, body))))))
                .containsExactly(TOO_LARGE);
        assertThat(reasons(decode("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":" + json + "}]}]}]}")))
                .containsExactly(TOO_LARGE);
    }

    @Test
    void longAttributesOfResource_areOmitted() {
        byte[] value = request(
                new TreeMap<>(Map.of("a", "x".repeat(OtlpSource.MAX_LENGTH), "b", "kept")),
                "",
                scoped -> log(scoped, "m", _ -> {}));

        assertThat(events(decode(value)))
                .extracting(event -> event.attributes().text())
                .containsExactly("{\"b\":\"kept\",\"resource.dropped\":1}");
    }

    @Test
    void manyValues_areTooLarge() {
        byte[] value = request(
                RESOURCE,
                "",
                scoped -> log(scoped, "m", log -> {
                    for (int i = 0; i <= OtlpValues.MAX_VALUES; i++) {
                        attribute(log, 6, "a" + i, "");
                    }
                }));

        assertThat(reasons(decode(value))).containsExactly(TOO_LARGE);
    }

    private static Decoded decode(String value) {
        return decode(value.getBytes(UTF_8));
    }

    private static Decoded decode(byte[] value) {
        return DECODER.decode(message(value));
    }
}
