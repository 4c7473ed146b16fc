package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.SelfChecked;
import java.time.Duration;

/**
 * {@code aggregator.canary}: canary events, which check the path through queue, ingest and store.
 *
 * @param interval between two events; 0 disables them
 * @param lateTimeout after which an event that was not found is late
 * @param missingTimeout after which an event that was not found is missing
 */
public record CanarySettings(
        @Between(min = "1s", max = "1h", orZero = true, message = "0s for none, or {min} to {max}")
        Duration interval,

        @Between(min = "100ms", max = "10m") Duration lateTimeout,
        @Between(min = "0s", max = "10m") Duration missingTimeout)
        implements SelfChecked {

    @Override
    public void check(Errors errors) {
        errors.require(
                missingTimeout.compareTo(lateTimeout) >= 0,
                "missing-timeout",
                missingTimeout,
                "at least late-timeout, " + lateTimeout);
    }
}
