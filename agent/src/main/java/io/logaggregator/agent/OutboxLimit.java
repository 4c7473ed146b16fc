package io.logaggregator.agent;

/**
 * Limits of buffered messages: whichever is reached first applies.
 *
 * @param messages 1 or more
 * @param bytes 1 or more; a larger message is buffered alone
 */
public record OutboxLimit(int messages, int bytes) {

    public OutboxLimit {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "outbox: " + messages + " messages, " + bytes + " bytes (expected: at least 1 of each)");
        }
    }
}
