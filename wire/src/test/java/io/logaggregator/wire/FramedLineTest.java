package io.logaggregator.wire;

import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.decode;
import static io.logaggregator.wire.Messages.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the frames of syslog, of container logs and of logfmt. */
class FramedLineTest {

    private static final Instant TIME = Instant.parse("2026-11-23T20:15:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 ID7 - failed ! ERROR ! web-7 ! shop ! failed",
                "<131>1 2026-11-23T21:15:30.000+01:00 web-7 shop - - [a@1 k=\"v\"] failed ! ERROR ! web-7 ! shop ! failed",
                "<131>1 2026-11-23T20:15:30Z web-7 shop - - -  failed ! ERROR ! web-7 ! shop ! failed", // rsyslog
                "<14>1 2026-11-23T20:15:30Z - - - - - \uFEFFstarted ! INFO ! unknown ! ! started",
                "<132>Nov 23 20:15:30 web-7 shop[42]: slow ! WARN ! web-7 ! shop ! slow",
                "<132>Nov 23 20:15:30 web-7 shop: slow ! WARN ! web-7 ! shop ! slow",
                "<132>Nov 23 20:15:30 shop[42]: slow ! WARN ! unknown ! shop ! slow",
                "<30>2026-11-23T20:15:30.000000+00:00 web-7 systemd[1]: Started shop. ! INFO ! web-7 ! systemd ! Started shop.",
                "<13>Nov 23 20:15:30 web-7 no tag here ! INFO ! web-7 ! ! no tag here",
                "<13>Nov 23 20:15:30 10.0.0.7 sshd[42]: Accepted ! INFO ! 10.0.0.7 ! sshd ! Accepted",
                "<187>29: Nov 23 20:15:30.000: %LINK-3-UPDOWN: Interface down ! ERROR ! unknown ! ! %LINK-3-UPDOWN: Interface down",
                "<187>29: core-1: *Nov 23 20:15:30.000 UTC: %LINK-3-UPDOWN: down ! ERROR ! core-1 ! ! %LINK-3-UPDOWN: down",
                "<166>Nov 23 2026 20:15:30 asa-1 : %ASA-6-302013: Built ! INFO ! asa-1 ! ! %ASA-6-302013: Built",
                "<166>:Nov 23 20:15:30 UTC: %ASA-session-6-302013: Built ! INFO ! unknown ! ! %ASA-session-6-302013: Built",
                // files of syslog daemons, journalctl
                "Nov 23 20:15:30 web-7 shop[42]: ERROR failed ! ERROR ! web-7 ! shop ! ERROR failed",
                "Nov 23 20:15:30 web-7 kernel: [    0.000000] Linux ! INFO ! web-7 ! kernel ! [    0.000000] Linux",
                "2026-11-23T20:15:30.000000+00:00 web-7 sshd[42]: Accepted ! INFO ! web-7 ! sshd ! Accepted",
                "2026-11-23T21:15:30+0100 web-7 systemd[1]: Started ! INFO ! web-7 ! systemd ! Started",
                "<134>Nov 23 20:15:31 web-7 haproxy[42]: 10.0.0.7:33317 [23/Nov/2026:20:15:30.000] http-in static/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET /ERROR HTTP/1.1\" ! INFO ! web-7 ! haproxy ! 10.0.0.7:33317 [23/Nov/2026:20:15:30.000] http-in static/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET /ERROR HTTP/1.1\"",
                // other frames
                "2026-11-23T20:15:30.000Z stderr F ERROR failed ! ERROR ! unknown ! ! ERROR failed",
                "time=2026-11-23T20:15:30Z level=error msg=\"order \\\"7\\\" failed\" host=web-7 app=shop n=1 ! ERROR ! web-7 ! shop ! order \"7\" failed",
                "level=warn ts=2026-11-23T20:15:30.000Z caller=main.go:7 duration=3s ! WARN ! unknown ! ! level=warn ts=2026-11-23T20:15:30.000Z caller=main.go:7 duration=3s",
                "<188>date=2026-11-23 time=20:15:30 devname=\"fw-1\" level=\"warning\" msg=\"slow\" host=fw-1 ! WARN ! fw-1 ! ! slow",
                "<134>Nov 23 20:15:30 fw-1 CEF:0|A|B|1.0|100|Denied|8|src=10.0.0.7 ! INFO ! fw-1 ! ! CEF:0|A|B|1.0|100|Denied|8|src=10.0.0.7",
                "<134>Nov 23 20:15:30 filterlog[42]: 5,,,100 ! INFO ! unknown ! filterlog ! 5,,,100",
                // records within
                "<14>1 2026-11-23T20:15:31Z web-7 shop - - - {\"level\":\"error\",\"msg\":\"failed\",\"time\":\"2026-11-23T20:15:30Z\"} ! ERROR ! web-7 ! shop ! failed",
                "<14>Nov 23 20:15:30 web-7 shop[42]: @cee: {\"level\":\"error\",\"msg\":\"failed\"} ! ERROR ! web-7 ! shop ! failed",
                "<14>Nov 23 20:15:30 web-7 shop[42]: level=error msg=failed ! ERROR ! web-7 ! shop ! failed",
                "2026-11-23T20:15:30.000Z stdout F {\"level\":\"error\",\"message\":\"failed\",\"host\":\"web-7\"} ! ERROR ! web-7 ! ! failed",
                "2026-11-23T20:15:31.000Z stdout F <131>1 2026-11-23T20:15:30Z web-7 shop 42 - - failed ! ERROR ! web-7 ! shop ! failed",
                "<14>Nov 23 20:15:30 web-7 shop[42]: {\"order\":7} ! INFO ! web-7 ! shop ! {\"order\":7}",
                "<14>Nov 23 20:15:30 web-7 shop[42]: {order 7} ! INFO ! web-7 ! shop ! {order 7}",
            })
    void frame_isRemovedAndItsValuesUsed(String line, Level level, String host, String application, String message) {
        LogEvent event = only(decode(WireFormat.LOG, line));

        assertThat(event.message()).isEqualTo(message);
        assertThat(event.level()).isEqualTo(level);
        assertThat(event.host()).isEqualTo(host);
        assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo(application == null ? "" : application);
        assertThat(event.observedAt()).isEqualTo(TIME);
    }

    @Test
    void structuredData_becomesAttributes() {
        LogEvent event = only(
                decode(
                        WireFormat.LOG,
                        "<165>1 2026-11-23T20:15:30Z web-7 shop 42 ID7 [a@32473 k=\"v \\\"1\\\\ \\]\" n=\"\"][b x=\"1\"] text"));

        assertThat(event.attributes().text())
                .isEqualTo("{\"facility\":\"local4\",\"procid\":42,\"msgid\":\"ID7\","
                        + "\"a@32473\":{\"k\":\"v \\\"1\\\\ ]\",\"n\":\"\"},\"b\":{\"x\":\"1\"}}");
        assertThat(event.message()).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 - [a k=\"v\" text",
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 - [a k=v] text",
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 - [] text",
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 - [a k=\"v\\",
            })
    void malformedStructuredData_staysInTheMessage(String line) {
        LogEvent event = only(decode(WireFormat.LOG, line));

        assertThat(event.message()).isEqualTo(line.substring(line.indexOf('[')));
        assertThat(event.host()).isEqualTo("web-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<192>Nov 23 20:15:30 web-7 shop: x",
                "<>x",
                "<13",
                "<b>bold</b>",
                "<1a>x",
                "Nov 23 went well: all fine",
                "2026-11-23T20:15:30Z INFO main: started",
                "a=1 b=2",
                "time=5 level=high in a sentence",
                "level=info msg=\"open",
                "msg=only",
            })
    void otherText_isNoFrame(String line) {
        assertThat(only(decode(WireFormat.LOG, line)).message()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<13>",
                "<13>1 ",
                "<13>1 2026-11-23T20:15:30Z",
                "<13>1 - - - - - -",
                "<13>Nov 23 20:15:30",
                "<13>x:"
            })
    void shortSyslogMessage_isStored(String line) {
        LogEvent event = only(decode(WireFormat.LOG, line));

        assertThat(event.message()).isNotBlank();
        assertThat(event.level()).isEqualTo(Level.INFO);
    }

    @Test
    void priorityAlone_givesTheLevel() {
        LogEvent event = only(decode(WireFormat.LOG, "<3>disk failed"));

        assertThat(event.level()).isEqualTo(Level.ERROR);
        assertThat(event.message()).isEqualTo("disk failed");
        assertThat(event.observedAt()).isEqualTo(QUEUED_AT);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23 20:15:29.500 ERROR x, 2026-11-23T20:15:29.500Z",
        "2026-11-23 21:15:29.500 ERROR x, 2026-11-23T20:15:30Z",
        "2026-11-23 21:15:29.500 +0100 ERROR x, 2026-11-23T20:15:29.500Z",
    })
    void timeWithoutZoneInAFrame_countsIfItAgreesWithTheFrame(String line, Instant time) {
        assertThat(only(decode(WireFormat.LOG, "2026-11-23T20:15:30Z stdout F " + line))
                        .observedAt())
                .isEqualTo(time);
    }

    @Test
    void zoneSetting_appliesToTextAndJson() {
        var decoder = WireFormat.LOG.decoder(ZoneId.of("Asia/Tokyo"));

        assertThat(only(decoder.decode(Messages.message("2026-11-24 05:15:30 ERROR x")))
                        .observedAt())
                .isEqualTo(TIME);
        assertThat(only(decoder.decode(Messages.message("{\"time\":\"2026-11-24 05:15:30\",\"msg\":\"x\"}")))
                        .observedAt())
                .isEqualTo(TIME);
    }

    @Test
    void framesInFrames_areRemovedToALimit() {
        String line = "<13>".repeat(10_000) + "x";

        assertThat(only(decode(WireFormat.LOG, line)).message()).isEqualTo(line.substring(12));
    }

    @Test
    void logfmt_isReadWithinDockerFrame() {
        LogEvent event = only(decode(
                WireFormat.LOG,
                "{\"log\":\"level=error msg=\\\"disk full\\\" order=7\\n\",\"stream\":\"stderr\","
                        + "\"time\":\"2026-11-23T20:15:30Z\"}"));

        assertThat(event.message()).isEqualTo("disk full");
        assertThat(event.level()).isEqualTo(Level.ERROR);
        assertThat(event.attributes().text()).contains("\"order\":7").contains("\"stream\":\"stderr\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "1e5", "1.2.3", "-", "12345678901234567", "0x1", "."})
    void logfmtValue_isTextUnlessAPlainNumber(String value) {
        assertThat(only(decode(WireFormat.LOG, "level=info msg=x id=" + value))
                        .attributes()
                        .text())
                .isEqualTo("{\"id\":\"" + value + "\"}");
    }

    @Test
    void logfmt_isReadAsTheObjectWithTheSameMembers() {
        List<String> keys =
                List.of("level", "time", "host", "app", "env", "trace_id", "k8s.pod", "a/b", "order", "err");
        List<String> texts =
                List.of("error", "2026-11-23T20:15:30Z", "web-7", "", "a b", "x=\\\"y\\\"", "\\n\\\\", "é");
        Random random = new Random(20261130);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder line = new StringBuilder("msg=failed");
            StringBuilder json = new StringBuilder("{\"msg\":\"failed\"");
            for (int pairs = random.nextInt(1, 12); pairs > 0; pairs--) {
                String key = keys.get(random.nextInt(keys.size()));
                String number = String.valueOf(random.nextInt(-100, 1_000));
                String value = random.nextInt(3) == 0 ? number : '"' + texts.get(random.nextInt(texts.size())) + '"';
                line.append(' ').append(key).append('=').append(value);
                json.append(",\"").append(key).append("\":").append(value);
            }

            assertThat(events(decode(WireFormat.LOG, line.toString())))
                    .as(line.toString())
                    .isEqualTo(events(decode(WireFormat.LOG, json.append('}').toString())));
        }
    }

    @Test
    void corruptedLines_areStored() {
        List<String> lines = List.of(
                "<131>1 2026-11-23T20:15:30Z web-7 shop 42 ID7 [a@1 k=\"v\"] failed",
                "<187>29: core-1: *Nov 23 20:15:30.000 UTC: %LINK-3-UPDOWN: down",
                "2026-11-23T20:15:30.000Z stderr F [Mon Nov 23 20:15:30.000000 2026] [core:error] x",
                "time=2026-11-23T20:15:30Z level=error msg=\"order \\\"7\\\" \\u00e9\" host=web-7",
                "11/23/2026 8:15:30 PM ERROR:root:\u001B[31mfailed");
        Random random = new Random(20261123);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(lines.get(i % lines.size()));
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                int position = 1 + random.nextInt(line.length() - 1);
                line.setCharAt(position, " []<>=\":-.\\\n9Z%".charAt(random.nextInt(15)));
            }

            assertThat(only(decode(WireFormat.LOG, line.toString())).message())
                    .as(line.toString())
                    .isNotBlank();
        }
    }

    private static LogEvent only(Decoded decoded) {
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.observations()).hasSize(1);
        return events(decoded).getFirst();
    }
}
