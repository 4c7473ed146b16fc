package io.logaggregator.server.settings;

import java.time.Duration;

/**
 * {@code aggregator.canary}: the lines that an instance sends to itself, to see that lines arrive.
 *
 * @param interval between two lines; zero: none are sent
 * @param lateAfter how long after it was sent a line that is not found yet is late
 * @param missingAfter and how long after it was sent it is missing, until it is found
 */
public record CanarySettings(Duration interval, Duration lateAfter, Duration missingAfter) {

    private static final String PREFIX = "aggregator.canary.";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public CanarySettings {
        Check.that(
                interval.isZero() || (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0),
                PREFIX + "interval",
                interval,
                "PT0S for none, or " + SHORTEST + " to " + LONGEST);
        Check.range(PREFIX + "late-after", lateAfter, Duration.ofMillis(100), Duration.ofMinutes(10));
        Check.range(PREFIX + "missing-after", missingAfter, lateAfter, Duration.ofMinutes(10));
    }
}
