package io.logaggregator.server.config;

import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.api}: the REST API.
 *
 * @param pageSize items of a page when the caller does not say
 * @param maxPageSize the most a caller may ask for
 * @param maxBodySize of what is sent in, unpacked
 * @param requestsPerMinute of a key, on each instance; 0 for as many as come
 */
public record ApiSettings(int pageSize, int maxPageSize, DataSize maxBodySize, int requestsPerMinute, Cors cors) {

    /** What all instances hold in memory is a multiple of it. */
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(64);

    public ApiSettings {
        Check.range("aggregator.api.max-page-size", maxPageSize, 1, 10_000);
        Check.range("aggregator.api.page-size", pageSize, 1, maxPageSize);
        Check.that(
                maxBodySize.toBytes() >= DataSize.ofMegabytes(1).toBytes() && maxBodySize.compareTo(LARGEST_BODY) <= 0,
                "aggregator.api.max-body-size",
                maxBodySize,
                "1MB to " + LARGEST_BODY.toMegabytes() + "MB");
        Check.range("aggregator.api.requests-per-minute", requestsPerMinute, 0, 10_000_000);
    }

    /**
     * {@code aggregator.api.cors}: which web pages of other origins may call the API.
     *
     * @param allowedOrigins for example {@code https://console.example.org}; none turns CORS off
     */
    public record Cors(List<String> allowedOrigins) {

        public Cors {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }
}
