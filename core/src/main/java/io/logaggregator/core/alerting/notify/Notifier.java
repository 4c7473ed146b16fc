package io.logaggregator.core.alerting.notify;

import java.time.Duration;
import java.util.Optional;

/** Sends notifications to a kind of channel. Thread-safe. */
public interface Notifier {

    /** Makes one attempt, within a bounded time. A failure is an outcome, never an exception. */
    Outcome send(Notification notification, Channel channel);

    /** Outcome of an attempt. */
    sealed interface Outcome {

        /**
         * Accepted by the receiver.
         *
         * @param receipt opaque text of the channel's kind, for example the id of the message, with which the later
         *     notifications of the same alert to the same channel update it. At most {@link #MAX_RECEIPT_LENGTH} printable ASCII
         *     characters; anything else is not stored
         */
        record Delivered(Optional<String> receipt) implements Outcome {

            /** Maximum number of characters of a receipt. */
            public static final int MAX_RECEIPT_LENGTH = 1_000;

            /** Without a receipt: an earlier one stays. */
            public Delivered() {
                this(Optional.empty());
            }
        }

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
