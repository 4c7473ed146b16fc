package io.logaggregator.server.settings;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.tail}: those who follow the logs live.
 *
 * @param maxViewers how many may do so at once on one instance
 * @param buffer what may wait for a viewer who is slow, before lines are skipped
 * @param heartbeat how long a stream may be silent before it is said that it goes on
 */
public record TailSettings(int maxViewers, DataSize buffer, Duration heartbeat) {

    private static final String PREFIX = "aggregator.tail.";

    public TailSettings {
        Check.range(PREFIX + "max-viewers", maxViewers, 1, 10_000);
        Check.that(
                buffer.toBytes() >= 16 * 1024 && buffer.toBytes() <= 64L * 1024 * 1024,
                PREFIX + "buffer",
                buffer,
                "16KB to 64MB");
        Check.range(PREFIX + "heartbeat", heartbeat, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
}
