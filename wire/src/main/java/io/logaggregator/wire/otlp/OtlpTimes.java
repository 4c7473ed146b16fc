package io.logaggregator.wire.otlp;

import java.time.Instant;
import java.util.Optional;

/** Times in nanoseconds since 1970. */
final class OtlpTimes {

    private OtlpTimes() {}

    /** Empty for 0, which means unknown, and for times after 2262. */
    static Optional<Instant> of(long nanoseconds) {
        return nanoseconds <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(0, nanoseconds));
    }
}
