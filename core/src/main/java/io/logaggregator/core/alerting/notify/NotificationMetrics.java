package io.logaggregator.core.alerting.notify;

import java.time.Duration;

/** Metrics of the notification sender. Called by several threads; must neither block nor throw. */
public interface NotificationMetrics {

    NotificationMetrics NONE = (_, _) -> {};

    /**
     * Counts an attempt: attempts = delivered + put off + failed.
     *
     * @param duration of the attempt, from the claim to the response
     */
    void sent(Result result, Duration duration);

    /** Result of an attempt. */
    enum Result {
        DELIVERED,
        /** Failed, to be retried. */
        PUT_OFF,
        /** Failed for good. */
        FAILED
    }
}
