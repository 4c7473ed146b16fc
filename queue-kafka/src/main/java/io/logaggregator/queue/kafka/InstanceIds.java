package io.logaggregator.queue.kafka;

import java.util.BitSet;

/**
 * Ids of static members. The id of a closed member is reused, so that a restart uses the same ids: the group would wait
 * for one that does not come back. Thread-safe.
 */
final class InstanceIds {

    private final String prefix;
    private final BitSet used = new BitSet(); // guarded by this

    InstanceIds(String prefix) {
        this.prefix = prefix;
    }

    /** The lowest free id. */
    synchronized String acquire() {
        int number = used.nextClearBit(0);
        used.set(number);
        return prefix + '-' + number;
    }

    synchronized void release(String id) {
        used.clear(Integer.parseInt(id.substring(prefix.length() + 1)));
    }
}
