package io.logaggregator.wire.metrics;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static io.logaggregator.wire.Messages.samples;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics in the formats of InfluxDB, Telegraf and collectd. */
class SourceMetricsTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_795_464_959);

    @Test
    void influxLine_givesSamplePerField() {
        Decoded decoded = decode("influx", """
                # comment
                disk\\ io,host=web-1,name=sd\\,a\\=1 read=1.5,writes=2i,ok=t,note="a, \\"b\\" = c",value=-3e2 1795464959000000000

                up,host=web-1 value=1u 1795464959\r
                idle value=0
                """);

        assertThat(decoded.rejections()).isEmpty();
        assertThat(samples(decoded))
                .extracting(sample -> sample.host() + ' ' + sample.metric() + ' ' + sample.value())
                .containsExactly(
                        "web-1 disk io.read 1.5",
                        "web-1 disk io.writes 2.0",
                        "web-1 disk io.ok 1.0",
                        "web-1 disk io -300.0",
                        "web-1 up 1.0",
                        "unknown idle 0.0");
        assertThat(samples(decoded).getFirst().attributes()).isEqualTo(Map.of("name", "sd,a=1"));
        assertThat(samples(decoded))
                .extracting(MetricSample::observedAt)
                .containsExactly(TIME, TIME, TIME, TIME, TIME, QUEUED_AT);
    }

    @Test
    void influxSyslog_isLogEvent() {
        Decoded decoded = decode(
                "influx",
                "syslog,appname=sshd,facility=auth,host=relay,hostname=web-1,severity=err "
                        + "message=\"two\nlines\",severity_code=3i,facility_code=4i,procid=\"77\" 1795464959000000000");

        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("two\nlines");
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.host()).isEqualTo("web-1");
            assertThat(event.text(Text.APPLICATION)).isEqualTo("sshd");
            assertThat(event.observedAt()).isEqualTo(TIME);
            assertThat(event.attributes().text()).contains("\"procid\":\"77\"", "\"facility\":\"auth\"");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m",
                "m ",
                "m v",
                "m v=",
                "m v=x",
                "m, v=1",
                "m,a v=1",
                "m v=\"a",
                "m v=0x1p3",
                "m v=1i2",
                ",a=b v=1",
                "m v=1,"
            })
    void invalidInfluxLine_isRejectedAlone(String line) {
        Decoded decoded = decode("influx", "a v=1\n" + line + "\nb v=2");

        assertThat(rejected(decoded)).containsExactly(line.strip());
        assertThat(samples(decoded)).extracting(MetricSample::metric).containsExactly("a.v", "b.v");
    }

    @Test
    void unclosedQuote_endsAtLineBreak() {
        Decoded decoded = decode("influx", "a v=\"x\nb v=1\nc v=2");

        assertThat(samples(decoded)).extracting(MetricSample::metric).containsExactly("b.v", "c.v");
        assertThat(reasons(decoded)).containsExactly(MALFORMED);
    }

    @Test
    void telegrafJson_isMapped() {
        String metric = "{\"fields\":{\"usage_idle\":75,\"on\":true,\"note\":\"x\"},\"name\":\"cpu\","
                + "\"tags\":{\"cpu\":\"cpu-total\",\"host\":\"web-1\"},\"timestamp\":1795464959}";
        Decoded one = decode("telegraf", metric);

        assertThat(samples(one))
                .extracting(sample -> sample.metric() + sample.attributes() + sample.value())
                .containsExactly(
                        "cpu.usage_idle{cpu=cpu-total}75.0",
                        "cpu.on{cpu=cpu-total}1.0",
                        "system.cpu.utilization{}0.25");
        assertThat(samples(one)).extracting(MetricSample::observedAt).containsOnly(TIME);
        for (String batch : List.of("{\"metrics\":[" + metric + "]}", "[" + metric + "]", metric + "\n")) {
            assertThat(decode("telegraf", batch).observations()).isEqualTo(one.observations());
        }
        assertThat(reasons(decode("telegraf", "{\"metrics\":[" + metric + ",7,{}]}")))
                .containsExactly(MALFORMED, INCOMPLETE);
    }

    @Test
    void telegraf_feedsBuiltInRules() {
        assertThat(ofHost(decode("influx", """
                cpu,cpu=cpu0,host=h usage_idle=10 1795464959000000000
                cpu,cpu=cpu-total,host=h usage_idle=80 1795464959000000000
                mem,host=h used_percent=40 1795464959000000000
                processes,host=h total=123i,running=1i 1795464959000000000
                """)))
                .isEqualTo(Map.of(
                        "system.cpu.utilization", 1 - 80 * 0.01,
                        "system.memory.utilization", 0.4,
                        "system.process.count", 123.0));
    }

    @Test
    void collectdValueList_isMapped() {
        Decoded decoded = decode("collectd", """
                [{"values":[1901474177,null],"dstypes":["derive","gauge"],"dsnames":["rx","tx"],"time":1795464959.000,
                  "interval":10.000,"host":"web-1","plugin":"interface","plugin_instance":"eth0","type":"if_octets",
                  "type_instance":""},{"plugin":"x"}]""");

        assertThat(samples(decoded)).singleElement().satisfies(sample -> {
            assertThat(sample.metric()).isEqualTo("interface.if_octets.rx");
            assertThat(sample.kind()).isEqualTo(Kind.CUMULATIVE);
            assertThat(sample.attributes()).isEqualTo(Map.of("plugin_instance", "eth0"));
            assertThat(sample.observedAt()).isEqualTo(TIME);
        });
        assertThat(decoded.droppedParts()).isEqualTo(1);
        assertThat(reasons(decoded)).containsExactly(INCOMPLETE);
    }

    @Test
    void collectd_feedsBuiltInRules() {
        String list = "{\"values\":[%s],\"dstypes\":[\"gauge\"],\"dsnames\":[\"value\"],\"time\":1795464959.0,"
                + "\"host\":\"h\",\"plugin\":\"%s\",\"plugin_instance\":\"\",\"type\":\"%s\",\"type_instance\":\"%s\"}";

        assertThat(ofHost(decode(
                        "collectd",
                        "["
                                + String.join(
                                        ",",
                                        list.formatted("90", "cpu", "percent", "idle"),
                                        list.formatted("5", "cpu", "percent", "user"),
                                        list.formatted("50", "memory", "percent", "used"),
                                        list.formatted("3", "processes", "ps_state", "running"),
                                        list.formatted("97", "processes", "ps_state", "sleeping"))
                                + "]")))
                .isEqualTo(Map.of(
                        "system.cpu.utilization", 1 - 90 * 0.01,
                        "system.memory.utilization", 0.5,
                        "system.process.count", 100.0));
        assertThat(ofHost(decode("collectd", list.formatted("3", "processes", "ps_state", "running"))))
                .isEmpty();
    }

    private static Map<String, Double> ofHost(Decoded decoded) {
        Map<String, Double> values = new TreeMap<>();
        samples(decoded).stream()
                .filter(sample -> sample.metric().startsWith("system."))
                .forEach(sample ->
                        values.put(sample.metric() + MetricSample.isOfHost(sample.attributes()), sample.value()));
        Map<String, Double> names = new TreeMap<>();
        values.forEach((name, value) -> names.put(name.replace("true", ""), value));
        return names;
    }

    private static Decoded decode(String format, String value) {
        return WireFormat.parse(format).decoder().decode(message(value));
    }
}
