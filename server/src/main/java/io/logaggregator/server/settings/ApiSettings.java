package io.logaggregator.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.api}: the REST API.
 *
 * @param pageSize items of a page when the caller does not say
 * @param maxPageSize the most a caller may ask for
 * @param maxSpan the longest time of which everything may be read for an answer: to count logs, to list their fields, to
 *     draw a metric
 * @param maxBodySize of what is sent in, unpacked
 * @param requestsPerMinute of a key, on each instance; 0 for as many as come
 */
public record ApiSettings(
        int pageSize, int maxPageSize, Duration maxSpan, DataSize maxBodySize, int requestsPerMinute, Cors cors) {

    /** What all instances hold in memory is a multiple of it. */
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);

    public ApiSettings {
        Check.range("aggregator.api.max-page-size", maxPageSize, 1, 10_000);
        Check.range("aggregator.api.page-size", pageSize, 1, maxPageSize);
        Check.range("aggregator.api.max-span", maxSpan, Duration.ofHours(1), Duration.ofDays(3650));
        Check.that(
                maxBodySize.toBytes() >= DataSize.ofMegabytes(1).toBytes() && maxBodySize.compareTo(LARGEST_BODY) <= 0,
                "aggregator.api.max-body-size",
                maxBodySize,
                "1MB to " + LARGEST_BODY.toMegabytes() + "MB");
        Check.range("aggregator.api.requests-per-minute", requestsPerMinute, 0, 10_000_000);
    }

    /**
     * {@code aggregator.api.cors}: which web pages of other origins may call the API. None of them ever calls it with the
     * cookies of who looks at it: it has to know a key. That is why {@code *} is harmless here, and why there is no key
     * that allows credentials: with it, any page on the web could act with the session of whoever looks at it, and
     * browsers refuse the two together.
     *
     * @param allowedOrigins for example {@code https://console.example.org}, or {@code *} for all
     * @param allowedOriginPatterns for example {@code https://*.example.org}
     */
    public record Cors(List<String> allowedOrigins, List<String> allowedOriginPatterns) {

        private static final String PREFIX = "aggregator.api.cors.";
        private static final Pattern ORIGIN =
                Pattern.compile("(https?)://(?:[a-z0-9.-]*[a-z0-9]|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");
        /** A star further right, or at the end, would let in names that anyone can register. */
        private static final Pattern WITH_STAR = Pattern.compile(
                "https?://(?:[a-z0-9-]*\\*\\.)?[a-z0-9.-]*[a-z0-9](?::(?:\\d{1,5}|\\[\\*]|\\[\\d{1,5}(?:,\\d{1,5})*]))?");

        public Cors {
            allowedOrigins = List.copyOf(allowedOrigins);
            allowedOriginPatterns = List.copyOf(allowedOriginPatterns);
            allowedOrigins.forEach(origin -> Check.that(
                    origin.equals("*") || isOrigin(origin),
                    PREFIX + "allowed-origins",
                    origin,
                    "an origin as browsers send it: http or https, the host in lower case, the port unless it is the usual "
                            + "one, and nothing after it; for example https://console.example.org; or * for all"));
            allowedOriginPatterns.forEach(pattern -> Check.that(
                    WITH_STAR.matcher(pattern).matches(),
                    PREFIX + "allowed-origin-patterns",
                    pattern,
                    "an origin with a star for the beginning of its host, or for its port; for example "
                            + "https://*.example.org or http://localhost:[*]"));
        }

        private static boolean isOrigin(String text) {
            Matcher origin = ORIGIN.matcher(text);
            return origin.matches() && !(origin.group(1).equals("https") ? "443" : "80").equals(origin.group(2));
        }

        /** Whether any page of another origin may call. */
        public boolean isOn() {
            return !allowedOrigins.isEmpty() || !allowedOriginPatterns.isEmpty();
        }
    }
}
