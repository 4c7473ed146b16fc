package io.logaggregator.wire.log;

import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.LevelNumbers.Scale;
import org.jspecify.annotations.Nullable;

/**
 * Member names of an object, case-insensitive. A look-up compares the length and three characters first, since most members
 * of a record have no name of the table.
 */
final class NameTable {

    private static final int SIZE = 256;

    private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

    /** Adds a name; a dotted one also as nested objects. */
    void add(String name, Field field) {
        entry(name).field = field;
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            if (field.transform() != Transform.TRACE_NAME) { // a host name in front of a slash
                Entry group = entry(name.substring(0, dot));
                NameTable members = group.members == null ? new NameTable() : group.members;
                group.members = members;
                members.add(name.substring(dot + 1), field);
            }
        }
    }

    /** The entry of a name; a new one if there is none. */
    Entry entry(String name) {
        Entry known = find(name);
        if (known != null) {
            return known;
        }
        int slot = slot(name);
        Entry entry = new Entry(name, entries[slot]);
        entries[slot] = entry;
        return entry;
    }

    /** The entry of a member; null if its name is unknown. */
    @Nullable
    Entry find(String name) {
        if (name.isEmpty()) {
            return null;
        }
        Entry entry = entries[slot(name)];
        while (entry != null && !entry.isNamed(name)) {
            entry = entry.next;
        }
        return entry;
    }

    private static int slot(String name) {
        int length = name.length();
        int first = name.charAt(0) | 0x20;
        int middle = name.charAt(length >> 1) | 0x20;
        int last = name.charAt(length - 1) | 0x20;
        return (length * 7 + first * 31 + middle * 5 + last * 13) & SIZE - 1;
    }

    /**
     * A field that a name denotes.
     *
     * @param rank precedence among the names of the slot, from 1
     * @param scale of a number; null if the name states none
     */
    record Field(Slot slot, int rank, @Nullable Scale scale, Transform transform) {}

    /** A name with its meaning. Not changed after the table is complete. */
    static final class Entry {

        private final String name;
        private final @Nullable Entry next;

        @Nullable
        Field field;

        /** Members of an object of this name that are fields. */
        @Nullable
        NameTable members;

        /** Precedence among the containers, from 1; 0 for no container. */
        int container;

        boolean wrapper;

        /** Whether the members of the object become attributes of the event. */
        boolean flat;

        boolean tags;

        /** Whether an array of this name contains a record per element. */
        boolean elements;

        int marks;

        private Entry(String name, @Nullable Entry next) {
            this.name = name;
            this.next = next;
        }

        private boolean isNamed(String other) {
            return name.equals(other) || name.length() == other.length() && name.equalsIgnoreCase(other);
        }
    }
}
