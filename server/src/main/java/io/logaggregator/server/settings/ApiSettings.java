package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.api}: the REST API.
 *
 * @param pageSize default page size
 * @param maxPageSize maximum page size
 * @param maxTimeRange of queries that read all data of their time range: log counts, field values and metric series
 * @param maxBodySize of request bodies, uncompressed; each request in flight may buffer that much
 * @param requestsPerMinute by key and instance; 0 for no limit
 */
public record ApiSettings(
        int pageSize,
        @Between(min = "1", max = "10000") int maxPageSize,
        @Between(min = "1h", max = "3650d") Duration maxTimeRange,
        @Between(min = "1MB", max = "64MB") DataSize maxBodySize,
        @Between(min = "0", max = "10000000") int requestsPerMinute,
        @Valid Cors cors)
        implements SelfChecked {

    @Override
    public void check(Errors errors) {
        errors.require(pageSize >= 1 && pageSize <= maxPageSize, "page-size", pageSize, "1 to " + maxPageSize);
    }

    /**
     * {@code aggregator.api.cors}: origins whose pages may call the API with an API key. Cookies are never accepted from other
     * origins, so {@code *} is safe, and there is no setting for credentials.
     *
     * @param allowedOrigins for example {@code https://console.example.org}, or {@code *} for all
     * @param allowedOriginPatterns for example {@code https://*.example.org}
     */
    public record Cors(List<String> allowedOrigins, List<String> allowedOriginPatterns) implements SelfChecked {

        private static final Pattern ORIGIN =
                Pattern.compile("(https?)://(?:[a-z0-9.-]*[a-z0-9]|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");
        /** Wildcards elsewhere would match host names that anyone can register. */
        private static final Pattern WITH_WILDCARD = Pattern.compile(
                "https?://(?:[a-z0-9-]*\\*\\.)?[a-z0-9.-]*[a-z0-9](?::(?:\\d{1,5}|\\[\\*]|\\[\\d{1,5}(?:,\\d{1,5})*]))?");

        public Cors {
            allowedOrigins = List.copyOf(allowedOrigins);
            allowedOriginPatterns = List.copyOf(allowedOriginPatterns);
        }

        @Override
        public void check(Errors errors) {
            allowedOrigins.forEach(origin -> errors.require(
                    origin.equals("*") || isOrigin(origin),
                    "allowed-origins",
                    origin,
                    "an origin as sent by browsers: http or https, the host in lower case, and the port unless it is the "
                            + "default; for example https://console.example.org; or * for all"));
            allowedOriginPatterns.forEach(pattern -> errors.require(
                    WITH_WILDCARD.matcher(pattern).matches(),
                    "allowed-origin-patterns",
                    pattern,
                    "an origin with a wildcard at the beginning of its host, or as its port; for example "
                            + "https://*.example.org or http://localhost:[*]"));
        }

        private static boolean isOrigin(String text) {
            Matcher origin = ORIGIN.matcher(text);
            return origin.matches() && !(origin.group(1).equals("https") ? "443" : "80").equals(origin.group(2));
        }

        /** Whether any other origin is allowed. */
        public boolean isOn() {
            return !allowedOrigins.isEmpty() || !allowedOriginPatterns.isEmpty();
        }
    }
}
