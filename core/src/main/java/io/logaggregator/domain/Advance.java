package io.logaggregator.domain;

/**
 * A step of a partition's position, and what was made of the offsets between.
 *
 * @param from where the position must stand, or the step is refused
 * @param to where it stands afterwards; below {@code from} only where the queue itself went back
 */
public record Advance(Partition partition, long from, long to, Tally tally) {

    public Advance {
        if (to - from != tally.messages() + tally.absent() + tally.lost()) {
            throw new IllegalArgumentException(
                    "tally: " + tally + " (expected: messages + absent + lost = " + (to - from) + ")");
        }
    }
}
