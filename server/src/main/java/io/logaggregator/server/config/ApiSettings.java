package io.logaggregator.server.config;

import java.util.List;

/**
 * {@code aggregator.api}: the REST API.
 *
 * @param pageSize items of a page when the caller does not say
 * @param maxPageSize the most a caller may ask for
 */
public record ApiSettings(int pageSize, int maxPageSize, Cors cors) {

    public ApiSettings {
        Check.range("aggregator.api.max-page-size", maxPageSize, 1, 10_000);
        Check.range("aggregator.api.page-size", pageSize, 1, maxPageSize);
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
