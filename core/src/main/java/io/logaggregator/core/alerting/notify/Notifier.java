package io.logaggregator.core.alerting.notify;

import java.time.Duration;
import java.util.Optional;

/** Sends notifications to a kind of channel. Thread-safe. */
public interface Notifier {

    /** Makes one attempt, within a bounded time. A failure is an outcome, never an exception. */
    Outcome send(Notification notification, Channel channel);

    /** Outcome of an attempt. */
    sealed interface Outcome {

        /** Accepted by the receiver. */
        record Delivered() implements Outcome {}

        /**
         * Failed, may succeed later.
         *
         * @param after wait that the receiver asked for
         */
        record Retry(String reason, Optional<Duration> after) implements Outcome {}

        /** Failed for good. */
        record Rejected(String reason) implements Outcome {}
    }
}
