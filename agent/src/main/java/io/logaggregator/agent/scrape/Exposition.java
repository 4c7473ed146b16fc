package io.logaggregator.agent.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.metrics.RemoteWrite;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parses the response of a target, in the text format of Prometheus or in OpenMetrics. An invalid line is skipped and counted.
 * A response that is incomplete or too large has no samples, because a part of a histogram or a sum means something else.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus, exposition formats</a>
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
final class Exposition {

    static final int MAX_BYTES = 16 << 20;
    static final int MAX_SAMPLES = 50_000;
    static final int MAX_LINE_BYTES = 64 << 10;

    /** Characters of the metric and its attributes; the server accepts 1,500 with host, service and instance. */
    static final int MAX_SERIES_LENGTH = 1_000;

    private static final int MAX_EXCERPT_LENGTH = 100;
    private static final String END = "# EOF";
    private static final String NO_TYPE = "unknown";

    private final Format format;
    private final String host;
    private final Instant scrapedAt;
    private final Map<String, String> labels;
    private final List<MetricSample> samples = new ArrayList<>();
    private final Set<Series> known = new HashSet<>();
    private String family = "";
    private String type = NO_TYPE;
    private int exposed;
    private int invalid;
    private String firstInvalid = "";
    private boolean ended;

    private Exposition(Format format, String host, Instant scrapedAt, Map<String, String> labels) {
        this.format = format;
        this.host = host;
        this.scrapedAt = scrapedAt;
        this.labels = labels;
    }

    /** A text format. */
    enum Format {
        /** Version 0.0.4. Times are in milliseconds. */
        PROMETHEUS,
        /** Version 1.0. Times are in seconds, and the last line is {@code # EOF}. */
        OPEN_METRICS;

        /** The format that a response states; that of Prometheus if it states no known one. */
        static Format of(String contentType) {
            return contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text")
                    ? OPEN_METRICS
                    : PROMETHEUS;
        }
    }

    /**
     * A parsed response.
     *
     * @param exposed number of valid samples, including those without a finite value, which are not sent
     * @param invalid number of skipped lines
     * @param firstInvalid description of the first one; empty if there is none
     * @param failure reason for which the whole response is not usable
     */
    record Result(List<MetricSample> samples, int exposed, int invalid, String firstInvalid, Optional<String> failure) {

        static Result failed(String reason) {
            return new Result(List.of(), 0, 0, "", Optional.of(reason));
        }
    }

    private record Series(String metric, SortedMap<String, String> attributes, Instant at) {}

    /**
     * Parses a response.
     *
     * @param scrapedAt time of samples without one
     * @param labels of all samples; those of the response have precedence
     */
    static Result parse(InputStream body, Format format, String host, Instant scrapedAt, Map<String, String> labels)
            throws IOException {
        return new Exposition(format, host, scrapedAt, labels).read(body);
    }

    private Result read(InputStream body) throws IOException {
        byte[] line = new byte[MAX_LINE_BYTES];
        byte[] chunk = new byte[32 << 10];
        int length = 0;
        long total = 0;
        for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            total += count;
            if (total > MAX_BYTES) {
                return Result.failed("response of more than " + MAX_BYTES + " bytes");
            }
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    line(line, length);
                    length = 0;
                } else {
                    if (length < MAX_LINE_BYTES) {
                        line[length] = chunk[i];
                    }
                    length++;
                }
            }
            if (samples.size() > MAX_SAMPLES) {
                return Result.failed("more than " + MAX_SAMPLES + " samples");
            }
        }
        line(line, length);
        return result();
    }

    private Result result() {
        if (samples.size() > MAX_SAMPLES) {
            return Result.failed("more than " + MAX_SAMPLES + " samples");
        }
        if (format == Format.OPEN_METRICS && !ended) {
            return Result.failed("incomplete response (expected: # EOF as the last line)");
        }
        if (exposed == 0 && invalid > 0) {
            return Result.failed("no metrics: " + firstInvalid);
        }
        return new Result(samples, exposed, invalid, firstInvalid, Optional.empty());
    }

    private void line(byte[] bytes, int length) {
        if (length > MAX_LINE_BYTES) {
            reject("line of " + length + " bytes (expected: at most " + MAX_LINE_BYTES + ')');
            return;
        }
        String text = new String(bytes, 0, length, UTF_8).strip();
        if (text.isEmpty()) {
            return;
        }
        if (ended) {
            reject("line after # EOF");
            return;
        }
        try {
            if (text.startsWith("#")) {
                ended = format == Format.OPEN_METRICS && text.equals(END);
                comment(new ExpositionLine(text.substring(1)));
            } else {
                sample(ExpositionLine.sample(text, format));
            }
        } catch (InvalidLineException e) {
            reject(e.reason() + ": " + excerpt(text));
        }
    }

    private static String excerpt(String text) {
        return text.substring(0, Math.min(text.length(), MAX_EXCERPT_LENGTH)).replaceAll("\\p{Cntrl}", "?");
    }

    private void reject(String reason) {
        invalid++;
        if (firstInvalid.isEmpty()) {
            firstInvalid = reason;
        }
    }

    /** Only types matter; all samples of a family follow its type. */
    private void comment(ExpositionLine line) throws InvalidLineException {
        if (line.word().equals("TYPE")) {
            family = line.nameOrQuoted();
            type = line.word().toLowerCase(Locale.ROOT);
        }
    }

    private void sample(ExpositionLine.Sample sample) throws InvalidLineException {
        Kind kind = kindOf(sample.metric());
        SortedMap<String, String> attributes = new TreeMap<>(labels);
        int length = sample.metric().length();
        for (Map.Entry<String, String> label : sample.labels().entrySet()) {
            attributes.put(label.getKey(), isBound(label.getKey()) ? number(label.getValue()) : label.getValue());
            length += label.getKey().length() + label.getValue().length();
        }
        if (length > MAX_SERIES_LENGTH) {
            throw new InvalidLineException(
                    "metric and labels of " + length + " characters (expected: at most " + MAX_SERIES_LENGTH + ')');
        }
        Instant at = sample.at().orElse(scrapedAt);
        if (!known.add(new Series(sample.metric(), attributes, at))) {
            throw new InvalidLineException("repeated sample");
        }
        exposed++;
        if (Double.isFinite(sample.value())) {
            samples.add(new MetricSample(host, sample.metric(), sample.value(), at, at, kind, attributes));
        }
    }

    private boolean isBound(String label) {
        return label.equals("le") && type.endsWith("histogram") || label.equals("quantile") && type.equals("summary");
    }

    /** The same text for {@code 1}, which is in one format, and {@code 1.0}, which is in the other. */
    private static String number(String text) {
        return ExpositionLine.number(text)
                .filter(Double::isFinite)
                .map(String::valueOf)
                .orElse(text);
    }

    private Kind kindOf(String metric) {
        if (!metric.startsWith(family)) {
            return RemoteWrite.kindOf(metric);
        }
        String suffix = metric.substring(family.length());
        return switch (type) {
            case "counter" ->
                suffix.isEmpty() || suffix.equals("_total") ? Kind.CUMULATIVE : RemoteWrite.kindOf(metric);
            case "gauge", "stateset" -> suffix.isEmpty() ? Kind.GAUGE : RemoteWrite.kindOf(metric);
            case "gaugehistogram" ->
                suffix.equals("_bucket") || suffix.equals("_gcount") || suffix.equals("_gsum")
                        ? Kind.GAUGE
                        : RemoteWrite.kindOf(metric);
            case "summary", "histogram" -> suffix.isEmpty() ? Kind.GAUGE : RemoteWrite.kindOf(metric);
            default -> RemoteWrite.kindOf(metric);
        };
    }
}
