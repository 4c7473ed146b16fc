package io.logaggregator.wire.metrics;

import static io.logaggregator.core.ledger.Rejection.Reason.INCOMPLETE;
import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;
import static io.logaggregator.core.ledger.Rejection.Reason.TOO_LARGE;
import static io.logaggregator.wire.Messages.QUEUED_AT;
import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.reasons;
import static io.logaggregator.wire.Messages.samples;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.wire.WireFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphiteLinesTest {

    @Test
    void lines_areSamples() {
        Decoded decoded = decode("""
                cpu.load 0.5 1795464959
                http.requests;host=web-1;status=200;method=GET 12 1795464959.5\r
                queue\t-1e3\t1795464959

                """);

        assertThat(decoded.rejections()).isEmpty();
        assertThat(samples(decoded))
                .extracting(sample -> sample.host()
                        + ' '
                        + sample.metric()
                        + sample.attributes()
                        + sample.value()
                        + ' '
                        + sample.observedAt())
                .containsExactly(
                        "10.0.0.7 cpu.load{}0.5 2026-11-23T20:15:59Z",
                        "web-1 http.requests{method=GET, status=200}12.0 2026-11-23T20:15:59.500Z",
                        "10.0.0.7 queue{}-1000.0 2026-11-23T20:15:59Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 1", "a 1 -1", "a 1 N", "a 1 -1.0"})
    void lineWithoutTime_hasTimeOfMessage(String line) {
        assertThat(samples(decode(line))).singleElement().returns(QUEUED_AT, MetricSample::observedAt);
    }

    @Test
    void valueThatIsNoNumber_isDropped() {
        Decoded decoded = decode("a nan 1795464959\na 1e999 1795464959");

        assertThat(samples(decoded)).isEmpty();
        assertThat(decoded.rejections()).isEmpty();
    }

    @Test
    void invalidLines_areRejectedAlone() {
        Decoded decoded = decode("a\na b 1\na 1 today\na 1 1 1\na;b 1 1\n;b=c 1 1\n" + "a".repeat(70_000)
                + " 1 1\nb 2 1795464959\na 0x1p3 1");

        assertThat(samples(decoded)).singleElement().returns("b", MetricSample::metric);
        assertThat(reasons(decoded))
                .containsExactly(
                        MALFORMED, MALFORMED, MALFORMED, MALFORMED, MALFORMED, INCOMPLETE, TOO_LARGE, MALFORMED);
    }

    private static Decoded decode(String value) {
        return WireFormat.parse("graphite")
                .decoder()
                .decode(message("10.0.0.7".getBytes(UTF_8), value.getBytes(UTF_8)), 0, Long.MAX_VALUE);
    }
}
