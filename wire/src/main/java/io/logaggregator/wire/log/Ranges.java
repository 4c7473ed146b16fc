package io.logaggregator.wire.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members among the attributes of a record that are fields, and are removed from the attributes at the end. */
final class Ranges {

    private final int[] starts = new int[Slot.COUNT];
    private final int[] ends = new int[Slot.COUNT];
    private final @Nullable Group[] groups = new @Nullable Group[Slot.COUNT];
    private final List<Range> cuts = new ArrayList<>(4);
    private final List<Deferred> deferred = new ArrayList<>(2);
    private @Nullable Group current;

    /** An object that may contain the record. */
    @Nullable
    Wrapper wrapper;

    /** An array with a record per element. */
    @Nullable
    Wrapper elements;

    /** The schema beside a wrapped record. */
    @Nullable
    Range schema;

    /** Starts an object among the attributes. */
    Group open(int start) {
        Group group = new Group(current, start);
        current = group;
        return group;
    }

    /** Ends an object. */
    void close(Group group, int end) {
        group.end = end;
        current = group.parent;
    }

    boolean isInside() {
        return current != null;
    }

    /** A value that is to be an attribute of the record, and precedes within an object. */
    void defer(String name, String value, boolean isText) {
        deferred.add(new Deferred(name, value, isText));
    }

    /** Returns and removes these values. */
    List<Deferred> takeDeferred() {
        if (deferred.isEmpty()) {
            return List.of();
        }
        List<Deferred> taken = List.copyOf(deferred);
        deferred.clear();
        return taken;
    }

    /** The value of a slot is a member among the attributes. */
    void set(Slot slot, int start, int end) {
        int i = slot.ordinal();
        starts[i] = start;
        ends[i] = end;
        groups[i] = current;
    }

    /** The value of a slot is no member among the attributes; returns whether it was one. */
    boolean clear(Slot slot) {
        boolean any = ends[slot.ordinal()] > 0;
        ends[slot.ordinal()] = 0;
        return any;
    }

    /** Removes the value of a slot, which may have another value then. */
    void cut(Slot slot) {
        int i = slot.ordinal();
        if (ends[i] > 0) {
            cut(starts[i], ends[i], groups[i]);
            ends[i] = 0;
        }
    }

    void cut(Range range) {
        cuts.add(range);
    }

    /** An object without other members is removed as a whole. */
    private void cut(int start, int end, @Nullable Group group) {
        if (group != null && --group.members == 0) {
            cut(group.start, group.end, group.parent);
        } else {
            cuts.add(new Range(start, end));
        }
    }

    /** Start and end of the members to remove, in ascending order. */
    int[] cuts() {
        for (Slot slot : Slot.values()) {
            cut(slot);
        }
        cuts.sort(Comparator.comparingInt(Range::start));
        int[] all = new int[cuts.size() * 2];
        Arrays.setAll(
                all, i -> i % 2 == 0 ? cuts.get(i / 2).start() : cuts.get(i / 2).end());
        return all;
    }

    /** Part of the text of the attributes. */
    record Range(int start, int end) {}

    /** A member with the position of its value. */
    record Wrapper(Range member, int value) {}

    /** A member to be added. */
    record Deferred(String name, String value, boolean isText) {}

    /** An object among the attributes. */
    static final class Group {

        private final @Nullable Group parent;
        private final int start;
        private int end;

        /** Number of its members. */
        int members;

        private Group(@Nullable Group parent, int start) {
            this.parent = parent;
            this.start = start;
        }
    }
}
