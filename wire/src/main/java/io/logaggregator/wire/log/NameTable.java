package io.logaggregator.wire.log;

import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.LevelNumbers.Scale;
import org.jspecify.annotations.Nullable;

/** Member names of an object, case-insensitive. Not changed once it is complete; thread-safe then. */
final class NameTable {

    private static final int SIZE = 256;
    private static final int RECENT = 1_024;

    /** Longer names are not held in memory. */
    private static final int MAX_LENGTH = 64;

    private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

    /** Results of recent searches by hash code of the name. A thread may overwrite the results of another one. */
    private final @Nullable Found[] found = new @Nullable Found[RECENT];

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
        Entry known = search(name);
        if (known != null) {
            return known;
        }
        int slot = slot(name);
        Entry entry = new Entry(name, entries[slot]);
        entries[slot] = entry;
        return entry;
    }

    /** The entry of a member; null if its name is unknown. */
    @SuppressWarnings("ReferenceEquality") // the parser returns the same instance for the same name
    @Nullable
    Entry find(String name) {
        int index = name.hashCode() & RECENT - 1;
        Found recent = found[index];
        if (recent != null && recent.name == name) {
            return recent.entry;
        }
        Entry entry = search(name);
        if (name.length() <= MAX_LENGTH) {
            found[index] = new Found(name, entry);
        }
        return entry;
    }

    private @Nullable Entry search(String name) {
        Entry entry = name.isEmpty() ? null : entries[slot(name)];
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
     * @param rank precedence among the names of the slot, from 1; 0 or less for a configured name
     * @param scale of a number; null if the name states none
     */
    record Field(Slot slot, int rank, @Nullable Scale scale, Transform transform) {}

    /** The result of a search. */
    private record Found(String name, @Nullable Entry entry) {}

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
            return name.equalsIgnoreCase(other);
        }
    }
}
