package io.logaggregator.wire.loki;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.events;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.rejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.wire.ProtobufBytes;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LokiPushTest {

    private static final Instant TIME = Instant.parse("2026-11-23T20:15:59.123456789Z");

    /** A push request with a stream of one line. */
    public static byte[] push(String labels, String line) {
        return ProtobufBytes.of(request -> request.message(
                1,
                stream -> stream.text(1, labels)
                        .message(
                                2,
                                entry -> entry.message(
                                                1,
                                                time -> time.number(1, TIME.getEpochSecond())
                                                        .number(2, TIME.getNano()))
                                        .text(2, line)
                                        .message(
                                                3,
                                                pair -> pair.text(1, "trace_id").text(2, "abc")))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void protobuf_isMapped(boolean snappy) {
        byte[] push =
                push("{level=\"error\", app=\"shop\", host=\"web-1\", env=\"prod\", pod=\"a\\\"b\"}", "order failed");

        assertEvent(decode(snappy ? ProtobufBytes.snappy(push) : push));
    }

    @Test
    void json_isMapped() {
        assertEvent(decode("""
                {"streams":[{"stream":{"level":"error","app":"shop","host":"web-1","env":"prod","pod":"a\\"b"},
                 "values":[["1795464959123456789","order failed",{"trace_id":"abc"}]]}]}"""));
    }

    private static void assertEvent(Decoded decoded) {
        assertThat(decoded.rejections()).isEmpty();
        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.observedAt()).isEqualTo(TIME);
            assertThat(event.host()).isEqualTo("web-1");
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.message()).isEqualTo("order failed");
            assertThat(event.text(Text.APPLICATION)).isEqualTo("shop");
            assertThat(event.text(Text.ENVIRONMENT)).isEqualTo("prod");
            assertThat(event.text(Text.CORRELATION_ID)).isEqualTo("abc");
            assertThat(event.attributes().text()).isEqualTo("{\"pod\":\"a\\\"b\"}");
        });
    }

    @Test
    void lineOfPino_isReadAsRecord() {
        Decoded decoded = decode("""
                {"streams":[{"stream":{"hostname":"web-1","level":"info"},"values":[["1795464959123000000",
                 "{\\"level\\":50,\\"time\\":1795464958000,\\"pid\\":7,\\"hostname\\":\\"web-1\\",\\"msg\\":\\"no disk\\"}"]]}]}""");

        assertThat(events(decoded)).singleElement().satisfies(event -> {
            assertThat(event.level()).isEqualTo(Level.ERROR);
            assertThat(event.message()).isEqualTo("no disk");
            assertThat(event.host()).isEqualTo("web-1");
        });
    }

    @Test
    void formerRoute_isAccepted() {
        Decoded decoded = decode("""
                {"streams":[{"labels":"{app=\\"shop\\"}","entries":[{"ts":"2026-11-23T20:15:59.123456789Z","line":"m"}]}]}""");

        assertThat(events(decoded)).extracting(LogEvent::observedAt).containsExactly(TIME);
    }

    @Test
    void invalidEntries_areRejectedAlone() {
        Decoded decoded = decode("""
                {"streams":[{"stream":{},"values":[["1795464959123456789","a"],["1795464959123456789"],oops,7,
                 ["1795464959123456789","b"]]},7,{"stream":{},"values":[["1795464959123456789","c"]]}]}""");

        assertThat(events(decoded)).extracting(LogEvent::message).containsExactly("a", "b", "c");
        assertThat(rejected(decoded)).containsExactly("[\"1795464959123456789\"]", "oops", "7", "7");
        assertThat(reasons(decoded)).containsExactly(INCOMPLETE, MALFORMED, INCOMPLETE, MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"streams\":", "hello", "{\"message\":\"m\"}"})
    void otherMessages_areMalformed(String value) {
        assertThat(rejected(decode(value))).containsOnly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a", "{a=", "{a=\"", "{a=\"\\", "{a=\"b\"", "{a=\"b\" c", "a", "{a=\"\\u12\"}", "{a=`b"})
    void invalidLabels_areMalformed(String labels) {
        Decoded decoded = decode(push(labels, "m"));

        assertThat(reasons(decoded)).containsExactly(MALFORMED);
    }

    @Test
    void longLabels_areTooLarge() {
        String labels = "{a=\"" + "x".repeat(10_000) + "\"}";

        assertThat(reasons(decode(push(labels, "m")))).containsExactly(TOO_LARGE);
    }

    private static Decoded decode(String value) {
        return decode(value.getBytes(UTF_8));
    }

    private static Decoded decode(byte[] value) {
        return WireFormat.parse("loki").decoder().decode(message(value));
    }
}
