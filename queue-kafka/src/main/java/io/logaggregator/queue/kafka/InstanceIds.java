package io.logaggregator.queue.kafka;

import java.util.BitSet;

/**
 * Names for static members. A name is given again once its member has gone, so that after any restart the same few names
 * come back: the group would wait for one that does not. Thread-safe.
 */
final class InstanceIds {

    private final String prefix;
    private final BitSet taken = new BitSet(); // guarded by this

    InstanceIds(String prefix) {
        this.prefix = prefix;
    }

    /** The first name that is free. */
    synchronized String take() {
        int number = taken.nextClearBit(0);
        taken.set(number);
        return prefix + '-' + number;
    }

    synchronized void giveBack(String id) {
        taken.clear(Integer.parseInt(id.substring(prefix.length() + 1)));
    }
}
