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
         * @param repeat interval after which the receiver needs it again while the alert fires; empty if it does not
         */
        record Delivered(Optional<String> receipt, Optional<Duration> repeat) implements Outcome {

            /** Maximum number of characters of a receipt. */
            public static final int MAX_RECEIPT_LENGTH = 1_000;

            /** Without a receipt: an earlier one stays. */
            public Delivered() {
                this(Optional.empty());
            }

            public Delivered(Optional<String> receipt) {
                this(receipt, Optional.empty());
            }
        }

        /**
         * Failed, may succeed later.
         *
         * @param after wait that the receiver asked for
         */
        record Retry(String reason, Optional<Duration> after) implements Outcome {}

        /** Refused by the receiver, perhaps only for a short time, for example with status 404 during a deployment. */
        record Refused(String reason) implements Outcome {}

        /** Failed for good. */
        record Rejected(String reason) implements Outcome {}
    }
}
