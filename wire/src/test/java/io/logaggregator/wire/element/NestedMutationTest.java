package io.logaggregator.wire.element;

import static io.logaggregator.wire.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.wire.ProtobufBytes;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.otlp.OtlpRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Mutates messages of formats with nested elements: decoding never throws, and parts give the same as the whole. */
class NestedMutationTest {

    private static final int MUTATIONS = 6_000;
    private static final long SEED = 20261130;

    private record Sample(String format, byte[] value) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("otlp", OtlpRequests.request(Map.of("host.name", "h"), "scope", scoped -> {
                OtlpRequests.log(scoped, "first", log -> OtlpRequests.attribute(log, 6, "a", "b"));
                OtlpRequests.log(scoped, "second", log -> log.number(2, 17));
                OtlpRequests.gauge(
                        scoped, "system.cpu.utilization", "state", new TreeMap<>(Map.of("idle", 0.5, "user", 0.5)));
            })),
            new Sample("otlp", """
                    {"resourceLogs":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"h"}}]},
                    "scopeLogs":[{"logRecords":[{"timeUnixNano":"1795464959000000000","body":{"stringValue":"a"}},
                    {"severityNumber":9,"body":{"kvlistValue":{"values":[{"key":"k","value":{"intValue":7}}]}}}]}]}],
                    "resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","sum":{"isMonotonic":true,
                    "dataPoints":[{"asInt":"5"},{"asDouble":0.5}]}}]}]}]}""".getBytes(UTF_8)),
            new Sample("loki", """
                    {"streams":[{"stream":{"app":"a","level":"warn"},"values":[["1795464959000000000","line"],
                    ["1795464959000000000","{\\"msg\\":\\"m\\"}",{"trace_id":"t"}]]}]}""".getBytes(UTF_8)),
            new Sample(
                    "loki",
                    ProtobufBytes.snappy(ProtobufBytes.of(push -> push.message(
                            1,
                            stream -> stream.text(1, "{app=\"a\", level=\"warn\"}")
                                    .message(
                                            2,
                                            entry -> entry.message(1, time -> time.number(1, 1_795_464_959))
                                                    .text(2, "line"))
                                    .message(2, entry -> entry.text(2, "{\"msg\":\"m\"}")))))),
            new Sample("prometheus", ProtobufBytes.snappy(ProtobufBytes.of(write -> {
                for (int i = 0; i < 3; i++) {
                    double value = i;
                    write.message(
                            1,
                            series -> series.message(
                                            1,
                                            label -> label.text(1, "__name__").text(2, "up"))
                                    .message(
                                            1,
                                            label -> label.text(1, "instance").text(2, "h:9100"))
                                    .message(2, sample -> sample.real(1, value).number(2, 1_795_464_959_000L)));
                }
            }))),
            new Sample(
                    "prometheus",
                    ProtobufBytes.of(write -> write.text(4, "")
                            .text(4, "__name__")
                            .text(4, "node_memory_MemTotal_bytes")
                            .message(
                                    5,
                                    series -> series.packedVarints(1, 1, 2)
                                            .message(2, sample -> sample.real(1, 5))
                                            .message(2, sample -> sample.real(1, 6))
                                            .message(5, metadata -> metadata.number(1, 1))))),
            new Sample(
                    "influx",
                    "cpu,cpu=cpu-total,host=h usage_idle=5,n=\"a\" 1795464959000000000\nm v=1i,w=t\nx,a=b value=2\n"
                            .getBytes(UTF_8)),
            new Sample("telegraf", """
                    {"metrics":[{"name":"mem","fields":{"used_percent":5},"tags":{"host":"h"},"timestamp":1795464959},
                    {"name":"m","fields":{"a":1,"b":true}}]}""".getBytes(UTF_8)),
            new Sample("collectd", """
                    [{"values":[1,2],"dstypes":["derive","gauge"],"dsnames":["rx","tx"],"time":1795464959.0,"host":"h",
                    "plugin":"interface","type":"if_octets"},{"values":[5],"plugin":"load","type":"load"}]""".getBytes(UTF_8)));

    @Test
    void decode_neverThrowsAndPartsAreTheWhole() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            Sample sample = SAMPLES.get(i % SAMPLES.size());
            byte[] value = sample.value();
            for (int spoils = random.nextInt(0, 5); spoils > 0; spoils--) {
                value = spoil(value, random);
            }
            Decoder decoder = WireFormat.parse(sample.format()).decoder();

            Decoded whole = decoder.decode(message(value));

            String name = sample.format() + " mutation " + i;
            assertThat(whole.rejections())
                    .as(name)
                    .allMatch(rejection -> !rejection.detail().isEmpty()
                            && StorableText.of(rejection.detail()).equals(rejection.detail()));
            String text = whole.observations().toString();
            assertThat(StorableText.of(text)).as(name).isEqualTo(text);
            assertThat(parts(decoder, value)).as(name).isEqualTo(whole.observations());
        }
    }

    private static List<Observation> parts(Decoder decoder, byte[] value) {
        List<Observation> all = new ArrayList<>();
        Optional<Decoded> part = Optional.of(decoder.decode(message(value), 0, 1));
        while (part.isPresent()) {
            all.addAll(part.get().observations());
            part = part.get().rest().map(rest -> rest.decode(1));
        }
        return all;
    }

    private static byte[] spoil(byte[] value, Random random) {
        if (value.length == 0) {
            return value;
        }
        int at = random.nextInt(value.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = value.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> {
                byte[] changed = value.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 2 -> Arrays.copyOf(value, at);
            default -> {
                byte[] longer = Arrays.copyOf(value, value.length + 1);
                System.arraycopy(value, at, longer, at + 1, value.length - at);
                longer[at] = (byte) random.nextInt(256);
                yield longer;
            }
        };
    }
}
