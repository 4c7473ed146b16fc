package io.logaggregator.agent.scrape;

import java.time.Duration;
import java.util.List;

/**
 * Targets to scrape.
 *
 * @param targets 1 to {@link #MAX_TARGETS}
 * @param interval between two scrapes of a target, at least a second
 */
public record Scraping(List<ScrapeTarget> targets, Duration interval) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

    static final int MAX_TARGETS = 100;

    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);

    public Scraping {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            throw new IllegalArgumentException(
                    "scrape: " + targets.size() + " targets (expected: 1 to " + MAX_TARGETS + ')');
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("scrape-interval: " + interval + " (expected: at least 1s)");
        }
    }

    /** Maximum time of a scrape. */
    Duration timeout() {
        return interval.compareTo(MAX_TIMEOUT) < 0 ? interval : MAX_TIMEOUT;
    }
}
