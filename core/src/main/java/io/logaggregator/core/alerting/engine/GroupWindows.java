package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.LogWindow;
import io.logaggregator.core.observation.LogField;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Windows of the quiet groups of one log-count rule: groups whose state is their counts only. They are far more than those
 * with an alert, and change with every batch. So they have no rows of their own: a transaction appends one compact change
 * per rule, and each session holds the sum of the changes in memory. {@link Evaluator} evaluates a group as soon as a
 * severity may be reached.
 *
 * <p>A change begins with the version of the rule and its {@linkplain #conditionHash condition}. Then follow the groups:
 * number, flags, the labels of a new group, the time of evaluation, and the total counts of buckets. Numbers are assigned in
 * the order of new groups. Not thread-safe.
 */
final class GroupWindows {

    private static final int NEW = 1;
    private static final int REMOVED = 2;
    private static final int REPLACED = 4;
    private static final int CLOSED = 8;

    private static final long NONE = Long.MIN_VALUE;
    private static final long MICROS = 1_000_000;

    private final long ruleVersion;
    private final long condition;
    private final long window; // seconds
    private final long bucket;
    private final List<@Nullable Group> groups = new ArrayList<>(); // by number
    private final Map<Labels, Group> byLabels = new HashMap<>();
    private final List<Group> changed = new ArrayList<>();
    private long sequence;
    private boolean stale;

    GroupWindows(AlertRule rule, OfEvents count) {
        this(
                rule.version(),
                conditionHash(rule),
                count.window().toSeconds(),
                count.bucket().toSeconds());
    }

    private GroupWindows(long ruleVersion, long condition, long window, long bucket) {
        this.ruleVersion = ruleVersion;
        this.condition = condition;
        this.window = window;
        this.bucket = bucket;
    }

    /** The windows that changes result in, of the newest version of the rule. No events can be added. */
    static GroupWindows of(List<WindowChange> changes) {
        long version = Long.MIN_VALUE;
        long condition = 0;
        for (WindowChange change : changes) {
            Reader reader = new Reader(change.content());
            long next = reader.number();
            condition = next >= version ? reader.number() : condition;
            version = Math.max(version, next);
        }
        GroupWindows windows = new GroupWindows(version, condition, 1, 1);
        changes.forEach(windows::apply);
        return windows;
    }

    /** Identifies what is counted. Windows of an older version of the rule continue if it is equal. */
    private static long conditionHash(AlertRule rule) {
        return rule.definition().condition() instanceof OfEvents count
                ? 31L * count.query().hashCode()
                        + count.groupBy().stream().map(LogField::label).toList().hashCode()
                : 0;
    }

    /** Whether the windows are those of this version of the rule. */
    boolean isOf(AlertRule rule) {
        return ruleVersion == rule.version();
    }

    /** Sequence number of the newest change. */
    long sequence() {
        return sequence;
    }

    /** Whether a newer version of the rule counts something else, so that this version must not count any more. */
    boolean isStale() {
        return stale;
    }

    int size() {
        return byLabels.size();
    }

    /** The counts of a group in seconds since 1970, in time order. */
    static final class Group {

        private final Labels labels;
        private int number;
        private long evaluatedUntil = NONE; // microseconds since 1970
        private long closedUntil = NONE;
        private long[] starts = new long[2];
        private long[] counts = new long[2];
        private int size;
        private long sum;
        private int flags;
        private boolean isChanged;
        private long firstChanged;
        private @Nullable UUID fingerprint;

        private Group(Labels labels, int number) {
            this.labels = labels;
            this.number = number;
        }

        UUID fingerprint(AlertRule rule) {
            UUID computed = fingerprint;
            if (computed == null) {
                computed = labels.fingerprint(rule.id());
                fingerprint = computed;
            }
            return computed;
        }

        private void add(long start, long events) {
            int index = size - 1;
            while (index >= 0 && starts[index] > start) {
                index--;
            }
            if (index >= 0 && starts[index] == start) {
                counts[index] += events;
            } else {
                insert(index + 1, start, events);
            }
            sum += events;
        }

        private void set(long start, long count) {
            int index = Arrays.binarySearch(starts, 0, size, start);
            if (index >= 0) {
                sum += count - counts[index];
                counts[index] = count;
            } else {
                insert(-1 - index, start, count);
                sum += count;
            }
        }

        private void insert(int index, long start, long events) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            System.arraycopy(starts, index, starts, index + 1, size - index);
            System.arraycopy(counts, index, counts, index + 1, size - index);
            starts[index] = start;
            counts[index] = events;
            size++;
        }

        /** Removes the buckets that start at or before a time. */
        private void expire(long start) {
            int expired = 0;
            while (expired < size && starts[expired] <= start) {
                sum -= counts[expired];
                expired++;
            }
            if (expired > 0) {
                System.arraycopy(starts, expired, starts, 0, size - expired);
                System.arraycopy(counts, expired, counts, 0, size - expired);
                size -= expired;
            }
        }

        private void clear() {
            size = 0;
            sum = 0;
        }
    }

    /** The group with these labels; null if there is none. */
    @Nullable
    Group group(Labels labels) {
        return byLabels.get(labels);
    }

    /** Adds an empty group. */
    Group create(Labels labels) {
        Group group = append(labels);
        group.flags = NEW;
        mark(group, NONE);
        return group;
    }

    private Group append(Labels labels) {
        Group group = new Group(labels, groups.size());
        groups.add(group);
        byLabels.put(labels, group);
        return group;
    }

    /**
     * Counts events, if no severity can be reached and none of them is late.
     *
     * @param points events in time order
     * @return whether they were counted
     */
    boolean add(Group group, List<Point> points, AlertRule rule) {
        SeverityThresholds thresholds = rule.definition().thresholds();
        if (thresholds.isExceededBy(group.sum)) {
            return false;
        }
        long first = Math.max(group.evaluatedUntil, micros(points.getFirst().at()));
        long last = Math.max(group.evaluatedUntil, micros(points.getLast().at()));
        group.expire(Math.floorDiv(first, MICROS) - window);
        long events = 0;
        for (Point point : points) {
            events += (long) point.value();
        }
        long oldest = start(points.getFirst().at());
        if (thresholds.isExceededBy(group.sum + events) || (oldest + window) * MICROS <= last) {
            return false;
        }
        for (Point point : points) {
            group.add(start(point.at()), (long) point.value());
        }
        group.evaluatedUntil = last;
        group.expire(Math.floorDiv(last, MICROS) - window);
        mark(group, oldest);
        return true;
    }

    private long start(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), bucket) * bucket;
    }

    private void mark(Group group, long firstBucket) {
        if (!group.isChanged) {
            group.isChanged = true;
            group.firstChanged = firstBucket;
            changed.add(group);
        } else {
            group.firstChanged = Math.min(group.firstChanged, firstBucket);
        }
    }

    AlertState state(Group group) {
        SortedMap<Instant, Long> counts = new TreeMap<>();
        for (int index = 0; index < group.size; index++) {
            counts.put(Instant.ofEpochSecond(group.starts[index]), group.counts[index]);
        }
        return new AlertState(
                instant(group.evaluatedUntil),
                instant(group.closedUntil),
                null,
                Map.of(),
                null,
                new LogWindow(counts),
                Instant.MIN,
                Instant.MIN,
                Double.NaN);
    }

    /** Whether a state is its counts only. */
    static boolean isQuiet(AlertState state) {
        return state.alert() == null && state.since().isEmpty() && state.suppressed() == null;
    }

    /** Replaces the state of a group with a quiet one. */
    void replace(Group group, AlertState state) {
        group.evaluatedUntil = micros(state.evaluatedUntil());
        group.closedUntil = micros(state.closedUntil());
        group.clear();
        state.window().counts().forEach((start, count) -> group.add(start.getEpochSecond(), count));
        group.flags |= REPLACED;
        mark(group, NONE);
    }

    /** Removes a group, which has an alert state of its own from now on. */
    void remove(Group group) {
        byLabels.remove(group.labels);
        group.flags |= REMOVED;
        mark(group, NONE);
    }

    private static long micros(Instant at) {
        return at.equals(Instant.MIN) ? NONE : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant instant(long micros) {
        return micros == NONE ? Instant.MIN : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Adds a change that another transaction has saved. */
    void apply(WindowChange change) {
        Reader reader = new Reader(change.content());
        long version = reader.number();
        boolean isComparable = reader.number() == condition;
        stale |= !isComparable && version > ruleVersion;
        sequence = change.sequence();
        if (change.isSnapshot()) {
            groups.clear();
            byLabels.clear();
        }
        if (isComparable) {
            while (reader.hasNext()) {
                apply(reader);
            }
        }
    }

    private void apply(Reader reader) {
        int number = (int) reader.number();
        int flags = (int) reader.number();
        if ((flags & REMOVED) != 0 && (flags & NEW) != 0) {
            groups.add(null);
            return;
        }
        Group group;
        if ((flags & NEW) != 0) {
            group = append(reader.labels());
        } else {
            group = groups.get(number);
        }
        if (group == null) {
            throw new IllegalStateException("group: " + number + " (expected: one that was not removed)");
        }
        if ((flags & REMOVED) != 0) {
            byLabels.remove(group.labels);
            groups.set(number, null);
            return;
        }
        if ((flags & REPLACED) != 0) {
            group.clear();
        }
        group.evaluatedUntil = reader.number();
        group.closedUntil = (flags & CLOSED) == 0 ? NONE : reader.number();
        long start = 0;
        for (long left = reader.number(); left > 0; left--) {
            start += reader.number();
            group.set(start, reader.number());
        }
    }

    /** The changes since the last call, to be appended; empty if there are none. */
    Optional<WindowChange> takeChange(UUID ruleId) {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        Writer writer = header(ruleVersion, condition);
        changed.sort(
                (one, other) -> Integer.compare(one.number, other.number)); // numbers of new groups are consecutive
        for (Group group : changed) {
            write(group, writer);
            if ((group.flags & REMOVED) != 0) {
                groups.set(group.number, null);
            }
            group.flags = 0;
            group.isChanged = false;
        }
        changed.clear();
        sequence++;
        return Optional.of(new WindowChange(ruleId, sequence, false, writer.bytes()));
    }

    /**
     * All groups as one change that replaces the earlier ones, without those whose window has ended before a time.
     */
    WindowChange snapshot(UUID ruleId, Instant time) {
        return snapshot(ruleId, group -> group.evaluatedUntil + window * MICROS > micros(time));
    }

    /** All groups but those of hosts, as one change that replaces the earlier ones; empty if there are none of hosts. */
    Optional<WindowChange> without(Collection<String> hosts, UUID ruleId) {
        return byLabels.keySet().stream().anyMatch(labels -> hosts.contains(labels.host()))
                ? Optional.of(snapshot(ruleId, group -> !hosts.contains(group.labels.host())))
                : Optional.empty();
    }

    private WindowChange snapshot(UUID ruleId, Predicate<Group> filter) {
        Writer writer = header(ruleVersion, condition);
        int number = 0;
        for (Group group : groups) {
            if (group != null && filter.test(group)) {
                group.number = number++;
                group.flags = NEW;
                group.firstChanged = NONE;
                write(group, writer);
            }
        }
        return new WindowChange(ruleId, sequence + 1, true, writer.bytes());
    }

    /** A change that removes all groups. */
    static WindowChange empty(AlertRule rule, long sequence) {
        return new WindowChange(
                rule.id(),
                sequence,
                true,
                header(rule.version(), conditionHash(rule)).bytes());
    }

    private static Writer header(long version, long condition) {
        Writer writer = new Writer();
        writer.number(version);
        writer.number(condition);
        return writer;
    }

    private static void write(Group group, Writer writer) {
        writer.number(group.number);
        writer.number(group.flags | (group.closedUntil == NONE ? 0 : CLOSED));
        if ((group.flags & REMOVED) != 0) {
            return;
        }
        if ((group.flags & NEW) != 0) {
            writer.labels(group.labels);
        }
        writer.number(group.evaluatedUntil);
        if (group.closedUntil != NONE) {
            writer.number(group.closedUntil);
        }
        int from = 0;
        while (from < group.size && group.starts[from] < group.firstChanged) {
            from++;
        }
        writer.number(group.size - from);
        long start = 0;
        for (int index = from; index < group.size; index++) {
            writer.number(group.starts[index] - start);
            writer.number(group.counts[index]);
            start = group.starts[index];
        }
    }

    /** Writes numbers with as few bytes as they need: seven bits each, the sign first. */
    private static final class Writer {

        private byte[] bytes = new byte[256];
        private int size;

        void number(long value) {
            reserve(10);
            long rest = value << 1 ^ value >> 63;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        void labels(Labels labels) {
            number(labels.values().size());
            labels.values().forEach((name, value) -> {
                text(name);
                text(value);
            });
        }

        private void text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            reserve(encoded.length);
            System.arraycopy(encoded, 0, bytes, size, encoded.length);
            size += encoded.length;
        }

        private void reserve(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }
    }

    private static final class Reader {

        private final byte[] bytes;
        private int next;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasNext() {
            return next < bytes.length;
        }

        long number() {
            long value = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[next++];
                value |= (long) (part & 0x7F) << shift;
                shift += 7;
            } while (part < 0);
            return value >>> 1 ^ -(value & 1);
        }

        Labels labels() {
            TreeMap<String, String> values = new TreeMap<>();
            for (long left = number(); left > 0; left--) {
                values.put(text(), text());
            }
            return new Labels(values);
        }

        private String text() {
            int length = (int) number();
            String text = new String(bytes, next, length, StandardCharsets.UTF_8);
            next += length;
            return text;
        }
    }
}
