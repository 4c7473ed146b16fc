package io.logaggregator.core.alerting.notify;

import java.time.Duration;
import java.util.Optional;

/** Tells a notification to a channel. Thread-safe. */
public interface Notifier {

    /** Sends once, within a bounded time. What goes wrong is an outcome, never an exception. */
    Outcome send(Notification notification, Channel channel);

    /** What came of it. */
    sealed interface Outcome {

        /** It was taken. */
        record Delivered() implements Outcome {}

        /**
         * It may be taken later.
         *
         * @param after how long the other side wants to be left alone, if it said so
         */
        record Retry(String reason, Optional<Duration> after) implements Outcome {}

        /** It will never be taken. */
        record Refused(String reason) implements Outcome {}
    }
}
