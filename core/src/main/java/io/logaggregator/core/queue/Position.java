package io.logaggregator.core.queue;

/**
 * A read position of a partition.
 *
 * @param offset of the next message
 * @param element number of elements of that message that are stored already: a message too large for one transaction is
 *     stored in several
 */
public record Position(long offset, int element) {

    public Position {
        if (element < 0) {
            throw new IllegalArgumentException("element: " + element + " (expected: 0 or more)");
        }
    }

    /** The beginning of a message. */
    public static Position of(long offset) {
        return new Position(offset, 0);
    }

    @Override
    public String toString() {
        return element == 0 ? String.valueOf(offset) : offset + "/" + element;
    }
}
