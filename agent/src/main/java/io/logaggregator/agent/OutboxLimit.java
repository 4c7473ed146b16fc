package io.logaggregator.agent;

/**
 * How much may wait for the queue: whichever of the two is reached first counts.
 *
 * @param messages 1 or more
 * @param bytes 1 or more; a single message larger than this waits alone
 */
public record OutboxLimit(int messages, int bytes) {

    public OutboxLimit {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "outbox: " + messages + " messages, " + bytes + " bytes (expected: 1 or more of each)");
        }
    }
}
