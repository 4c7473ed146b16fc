package io.logaggregator.agent.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.agent.scrape.Exposition.Format;
import io.logaggregator.agent.scrape.Exposition.Result;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

    private static final Instant NOW = Instant.parse("2026-11-29T15:42:51Z");

    @Test
    void prometheus_hasKindsOfTypes() throws IOException {
        assertThat(points(prometheus("""
                        # HELP jobs_total Jobs, with a "quote" and a \\n break.
                        # TYPE jobs_total counter
                        jobs_total{queue="mail"} 17
                        jobs_total{queue="pay",} 3.5e1
                        # TYPE temperature_celsius gauge
                        temperature_celsius -4
                        # TYPE latency_seconds histogram
                        latency_seconds_bucket{le="0.1"} 3
                        latency_seconds_bucket{le="1"} 5
                        latency_seconds_bucket{le="+Inf"} 6
                        latency_seconds_sum 2.25
                        latency_seconds_count 6
                        # TYPE size_bytes summary
                        size_bytes{quantile="0.5"} 100
                        size_bytes_sum 1000
                        size_bytes_count 9
                        # TYPE weight_total gauge
                        weight_total 2
                        other_total 1
                        other 2
                        """)))
                .containsExactly(
                        tuple("jobs_total", 17.0, Kind.CUMULATIVE, Map.of("queue", "mail")),
                        tuple("jobs_total", 35.0, Kind.CUMULATIVE, Map.of("queue", "pay")),
                        tuple("temperature_celsius", -4.0, Kind.GAUGE, Map.of()),
                        tuple("latency_seconds_bucket", 3.0, Kind.CUMULATIVE, Map.of("le", "0.1")),
                        tuple("latency_seconds_bucket", 5.0, Kind.CUMULATIVE, Map.of("le", "1.0")),
                        tuple("latency_seconds_bucket", 6.0, Kind.CUMULATIVE, Map.of("le", "+Inf")),
                        tuple("latency_seconds_sum", 2.25, Kind.CUMULATIVE, Map.of()),
                        tuple("latency_seconds_count", 6.0, Kind.CUMULATIVE, Map.of()),
                        tuple("size_bytes", 100.0, Kind.GAUGE, Map.of("quantile", "0.5")),
                        tuple("size_bytes_sum", 1000.0, Kind.CUMULATIVE, Map.of()),
                        tuple("size_bytes_count", 9.0, Kind.CUMULATIVE, Map.of()),
                        tuple("weight_total", 2.0, Kind.GAUGE, Map.of()),
                        tuple("other_total", 1.0, Kind.CUMULATIVE, Map.of()),
                        tuple("other", 2.0, Kind.GAUGE, Map.of()));
    }

    @Test
    void openMetrics_hasKindsOfTypes() throws IOException {
        assertThat(points(openMetrics("""
                        # TYPE jobs counter
                        # UNIT jobs items
                        # HELP jobs Jobs.
                        jobs_total{queue="mail"} 17.0 # {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"} 0.67 1796000000.123
                        jobs_created{queue="mail"} 1795900000.5
                        # TYPE depth gaugehistogram
                        depth_bucket{le="1.0"} 4
                        depth_gcount 4
                        # TYPE build info
                        build_info{version="1.2"} 1
                        # TYPE door stateset
                        door{door="open"} 0
                        # EOF
                        """)))
                .containsExactly(
                        tuple("jobs_total", 17.0, Kind.CUMULATIVE, Map.of("queue", "mail")),
                        tuple("jobs_created", 1795900000.5, Kind.GAUGE, Map.of("queue", "mail")),
                        tuple("depth_bucket", 4.0, Kind.GAUGE, Map.of("le", "1.0")),
                        tuple("depth_gcount", 4.0, Kind.GAUGE, Map.of()),
                        tuple("build_info", 1.0, Kind.GAUGE, Map.of("version", "1.2")),
                        tuple("door", 0.0, Kind.GAUGE, Map.of("door", "open")));
    }

    @Test
    void times_haveUnitOfFormat() throws IOException {
        Instant at = Instant.parse("2026-11-29T12:00:00.250Z");

        assertThat(prometheus("a 1 " + at.toEpochMilli() + "\n").samples())
                .singleElement()
                .extracting(MetricSample::observedAt)
                .isEqualTo(at);
        assertThat(openMetrics("a 1 " + at.getEpochSecond() + ".25 # {} 1\n# EOF")
                        .samples())
                .singleElement()
                .extracting(MetricSample::observedAt)
                .isEqualTo(at);
        assertThat(prometheus("a 1\n").samples())
                .singleElement()
                .extracting(MetricSample::observedAt)
                .isEqualTo(NOW);
    }

    @Test
    void labels_areUnescaped() throws IOException {
        assertThat(points(prometheus("""
                        a{ x = "back\\\\slash" , y="line\\nbreak", quote="\\"", other="\\t", empty="", brace="}, b=\\"" }\t1
                        {"http.requests","status code"="200"} 2
                        """)))
                .containsExactly(
                        tuple(
                                "a",
                                1.0,
                                Kind.GAUGE,
                                Map.of(
                                        "x",
                                        "back\\slash",
                                        "y",
                                        "line\nbreak",
                                        "quote",
                                        "\"",
                                        "other",
                                        "\\t",
                                        "brace",
                                        "}, b=\"")),
                        tuple("http.requests", 2.0, Kind.GAUGE, Map.of("status code", "200")));
    }

    @Test
    void labels_ofTargetAreAdded() throws IOException {
        byte[] body = "a{zone=\"own\"} 1\nb 2\n".getBytes(UTF_8);

        assertThat(points(Exposition.parse(
                        new ByteArrayInputStream(body), Format.PROMETHEUS, "web-1", NOW, Map.of("zone", "eu"))))
                .containsExactly(
                        tuple("a", 1.0, Kind.GAUGE, Map.of("zone", "own")),
                        tuple("b", 2.0, Kind.GAUGE, Map.of("zone", "eu")));
    }

    @Test
    void valuesThatAreNotFinite_areNotSent() throws IOException {
        Result result = prometheus("a NaN\nb +Inf\nc -Inf\nd 1\n");

        assertThat(result.samples()).extracting(MetricSample::metric).containsExactly("d");
        assertThat(result.exposed()).isEqualTo(4);
        assertThat(result.invalid()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a one",
                "a 1d",
                "a 0x1p3",
                "a 1 2 3",
                "a 1 soon",
                "a 1 1e3",
                "a 1 -5",
                "a 1 99999999999999999999",
                "a{ 1",
                "a{b} 1",
                "a{b=c} 1",
                "a{b=\"c} 1",
                "a{b=\"c\" d=\"e\"} 1",
                "a{b=\"c\",b=\"d\"} 1",
                "{b=\"c\"} 1",
                "1a 1",
                "a-b 1",
                "<html>",
                "good 2",
                "a 1 # {x=\"y\"} 1"
            })
    void invalidLine_isSkipped(String line) throws IOException {
        Result result = prometheus("good 1\n" + line + "\nend 2\n");

        assertThat(result.samples()).extracting(MetricSample::metric).containsExactly("good", "end");
        assertThat(result.invalid()).isOne();
        assertThat(result.firstInvalid()).contains(line);
        assertThat(result.failure()).isEmpty();
    }

    @Test
    void limits_ofALine() throws IOException {
        String label = "l".repeat(Exposition.MAX_SERIES_LENGTH);

        Result result = prometheus("n".repeat(256) + " 1\na{" + label + "=\"v\"} 1\na{l=\""
                + "v".repeat(Exposition.MAX_LINE_BYTES) + "\"} 1\na 1\r\n");

        assertThat(result.samples()).extracting(MetricSample::metric).containsExactly("a");
        assertThat(result.invalid()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"PROMETHEUS, <html>, no metrics", "OPEN_METRICS, a 1, # EOF", "OPEN_METRICS, '', # EOF"})
    void unusableResponse_isAFailure(Format format, String body, String reason) throws IOException {
        Result result = parse(body, format);

        assertThat(result.failure())
                .hasValueSatisfying(failure -> assertThat(failure).contains(reason));
        assertThat(result.samples()).isEmpty();
    }

    @Test
    void tooManySamples_areAFailure() throws IOException {
        var body = new StringBuilder();
        for (int i = 0; i <= Exposition.MAX_SAMPLES; i++) {
            body.append("a{n=\"").append(i).append("\"} 1\n");
        }

        assertThat(prometheus(body.toString()).failure()).hasValue("more than 50000 samples");
    }

    @Test
    void tooLargeResponse_isAFailure() throws IOException {
        assertThat(prometheus(" ".repeat(Exposition.MAX_BYTES + 1)).failure())
                .hasValue("response of more than 16777216 bytes");
    }

    @Test
    void emptyResponse_hasNoSamples() throws IOException {
        assertThat(prometheus("").failure()).isEmpty();
        assertThat(openMetrics("# EOF\n").failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/openmetrics-text; version=1.0.0; charset=utf-8, OPEN_METRICS",
        "text/plain; version=0.0.4, PROMETHEUS",
        "'', PROMETHEUS"
    })
    void format_isThatOfContentType(String type, Format format) {
        assertThat(Format.of(type)).isEqualTo(format);
    }

    private static Result prometheus(String body) throws IOException {
        return parse(body, Format.PROMETHEUS);
    }

    private static Result openMetrics(String body) throws IOException {
        return parse(body, Format.OPEN_METRICS);
    }

    private static Result parse(String body, Format format) throws IOException {
        return Exposition.parse(new ByteArrayInputStream(body.getBytes(UTF_8)), format, "web-1", NOW, Map.of());
    }

    private static List<Tuple> points(Result result) {
        assertThat(result.firstInvalid()).isEmpty();
        return result.samples().stream()
                .map(sample -> tuple(sample.metric(), sample.value(), sample.kind(), sample.attributes()))
                .toList();
    }
}
