package io.logaggregator.core.alerting.notify;

import java.time.Duration;

/** What the sender tells about its work. Called by several threads; must neither block nor throw. */
public interface NotificationMetrics {

    /** Tells nobody. */
    NotificationMetrics NONE = (_, _) -> {};

    /**
     * A notification was dealt with once: attempts = delivered + put off + failed.
     *
     * @param duration from being claimed to its answer
     */
    void sent(Result result, Duration duration);

    /** What became of an attempt. */
    enum Result {
        DELIVERED,
        /** To be tried again. */
        PUT_OFF,
        /** Never to be tried again. */
        FAILED
    }
}
