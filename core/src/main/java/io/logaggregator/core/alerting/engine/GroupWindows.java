package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.CompactBytes.Reader;
import io.logaggregator.core.alerting.state.CompactBytes.Writer;
import io.logaggregator.core.alerting.state.EventCounts;
import io.logaggregator.core.logs.match.CaseFolding;
import io.logaggregator.core.observation.LogField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Windows of the quiet groups of one log-count rule: groups whose state is their counts only. They are far more than those
 * with an alert, and change with every batch. So they have no rows of their own: a transaction appends one compact change
 * per rule, and each session holds the sum of the changes in memory. {@link Evaluator} evaluates a group as soon as a
 * severity may be reached.
 *
 * <p>A change begins with the version of the rule and its {@linkplain #conditionHash condition}. Then follow the groups:
 * number, flags, the labels of a new group, its times, and the events that are added to its slots. Numbers are assigned in
 * the order of new groups. Not thread-safe.
 */
final class GroupWindows {

    private static final int NEW = 1;
    private static final int REMOVED = 2;
    private static final int REPLACED = 4;
    private static final int CLOSED = 8;

    /** Changes with another format are not read. */
    private static final long FORMAT = 2;

    private final long ruleVersion;
    private final long condition;
    private final EventCounts.Shape shape;
    private final List<@Nullable Group> groups = new ArrayList<>(); // by number
    private final Map<Labels, Group> byLabels = new HashMap<>(); // folded
    private final List<Group> changed = new ArrayList<>();
    private long sequence;
    private boolean stale;

    GroupWindows(AlertRule rule, OfEvents count) {
        this(rule.version(), conditionHash(rule), EventCounts.Shape.of(count));
    }

    private GroupWindows(long ruleVersion, long condition, EventCounts.Shape shape) {
        this.ruleVersion = ruleVersion;
        this.condition = condition;
        this.shape = shape;
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
        GroupWindows windows = new GroupWindows(version, condition, EventCounts.Shape.UNLIMITED);
        changes.forEach(windows::apply);
        return windows;
    }

    /** Identifies what is counted. Windows of an older version of the rule continue if it is equal. */
    private static long conditionHash(AlertRule rule) {
        return rule.definition().condition() instanceof OfEvents count
                ? (31L * FORMAT + count.query().hashCode()) * 31
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

    /** Number of slots of all groups. */
    int slots() {
        int slots = 0;
        for (Group group : byLabels.values()) {
            slots += group.counts.size();
        }
        return slots;
    }

    /** A group and its counts. Its labels have their first spelling. */
    static final class Group {

        private final Labels labels;
        private final EventCounts counts;
        private final EventCounts added; // since the last change
        private Instant closedUntil = Instant.MIN;
        private int number;
        private int flags;
        private boolean isChanged;
        private @Nullable UUID fingerprint;

        private Group(Labels labels, int number, EventCounts.Shape shape) {
            this.labels = labels;
            this.number = number;
            counts = new EventCounts(shape);
            added = new EventCounts(shape);
        }

        Labels labels() {
            return labels;
        }

        UUID fingerprint(AlertRule rule) {
            UUID computed = fingerprint;
            if (computed == null) {
                computed = labels.fingerprint(rule);
                fingerprint = computed;
            }
            return computed;
        }
    }

    /** The group with these labels in any spelling; null if there is none. */
    @Nullable
    Group group(Labels labels) {
        return byLabels.get(labels.folded());
    }

    /** Adds an empty group. */
    Group create(Labels labels) {
        Group group = append(labels);
        group.flags = NEW;
        mark(group);
        return group;
    }

    private Group append(Labels labels) {
        Group group = new Group(labels, groups.size(), shape);
        groups.add(group);
        byLabels.putIfAbsent(labels.folded(), group); // a version before stored spellings as groups of their own
        return group;
    }

    /**
     * Counts events, if no severity can be reached.
     *
     * @return the number of events that are late; -1 if none was counted, since a severity may be reached
     */
    long add(Group group, Signal signal) {
        List<Point> points = signal.points();
        long first = Long.MAX_VALUE;
        long events = 0;
        for (Point point : points) {
            first = Math.min(first, EventCounts.micros(point.at()));
            events += (long) point.value();
        }
        SeverityThresholds thresholds = signal.rule().definition().thresholds();
        if (thresholds.isExceededBy((double) (group.counts.maxCountFrom(first) + events))) {
            return -1;
        }
        long late = 0;
        for (int index = 0; index < points.size(); index++) {
            Point point = points.get(index);
            if (!add(group, point, EventCounts.micros(signal.appendedAt().get(index)))) {
                late += (long) point.value();
            }
        }
        mark(group);
        return late;
    }

    private static boolean add(Group group, Point point, long queued) {
        if (group.counts.isEndedAt(queued)) {
            clear(group);
        }
        long at = EventCounts.micros(point.at());
        long events = (long) point.value();
        if (!group.counts.add(at, queued, events)) {
            return false;
        }
        group.counts.trim();
        group.added.merge(at, at, events);
        return true;
    }

    private static void clear(Group group) {
        if (group.counts.size() > 0) {
            group.flags |= REPLACED;
        }
        group.counts.clear();
        group.added.clear();
    }

    private void mark(Group group) {
        if (!group.isChanged) {
            group.isChanged = true;
            changed.add(group);
        }
    }

    AlertState state(Group group) {
        EventCounts counts = group.counts;
        return new AlertState(
                EventCounts.instant(counts.newest()),
                group.closedUntil,
                null,
                Map.of(),
                null,
                counts.window(),
                EventCounts.instant(counts.newest()),
                EventCounts.instant(counts.appended()),
                Double.NaN);
    }

    /** Whether a state is its counts only. */
    static boolean isQuiet(AlertState state) {
        return state.alert() == null && state.since().isEmpty() && state.suppressed() == null;
    }

    /** Replaces the state of a group with a quiet one. */
    void replace(Group group, AlertState state) {
        clear(group);
        group.flags |= REPLACED;
        group.closedUntil = state.closedUntil();
        group.counts.set(state);
        addTo(group.added, group.counts);
        mark(group);
    }

    private static void addTo(EventCounts counts, EventCounts more) {
        for (int index = 0; index < more.size(); index++) {
            counts.merge(more.first(index), more.last(index), more.count(index));
        }
    }

    /** Removes a group, which has an alert state of its own from now on. */
    void remove(Group group) {
        byLabels.remove(group.labels.folded(), group);
        group.flags |= REMOVED;
        mark(group);
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
        Group group = (flags & NEW) != 0 ? append(reader.labels()) : groups.get(number);
        if (group == null) {
            throw new IllegalStateException("group: " + number + " (expected: one that was not removed)");
        }
        if ((flags & REMOVED) != 0) {
            byLabels.remove(group.labels.folded(), group);
            groups.set(number, null);
            return;
        }
        if ((flags & REPLACED) != 0) {
            group.counts.clear();
        }
        read(group, (flags & CLOSED) != 0, reader);
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
            write(group, group.added, writer);
            if ((group.flags & REMOVED) != 0) {
                groups.set(group.number, null);
            }
            group.added.clear();
            group.flags = 0;
            group.isChanged = false;
        }
        changed.clear();
        sequence++;
        return Optional.of(new WindowChange(ruleId, sequence, false, writer.bytes()));
    }

    /** All groups as one change that replaces the earlier ones, without those that have ended at a time of the queue. */
    WindowChange snapshot(UUID ruleId, Instant time) {
        long watermark = EventCounts.micros(time);
        return snapshot(ruleId, group -> !group.counts.isEndedAt(watermark));
    }

    /** All groups but those of hosts, as one change that replaces the earlier ones; empty if there are none of hosts. */
    Optional<WindowChange> without(Collection<String> hosts, UUID ruleId) {
        Set<String> folded = hosts.stream().map(CaseFolding::fold).collect(Collectors.toSet());
        return byLabels.keySet().stream().anyMatch(labels -> folded.contains(labels.host()))
                ? Optional.of(snapshot(
                        ruleId, group -> !folded.contains(group.labels.folded().host())))
                : Optional.empty();
    }

    private WindowChange snapshot(UUID ruleId, Predicate<Group> filter) {
        Writer writer = header(ruleVersion, condition);
        int number = 0;
        for (Group group : groups) {
            if (group != null && byLabels.get(group.labels.folded()) == group && filter.test(group)) {
                group.number = number++;
                group.flags = NEW;
                write(group, group.counts, writer);
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

    /** @param slots those that are added to the counts, whose times are written as well */
    private static void write(Group group, EventCounts slots, Writer writer) {
        writer.number(group.number);
        writer.number(group.flags | (group.closedUntil.equals(Instant.MIN) ? 0 : CLOSED));
        if ((group.flags & REMOVED) != 0) {
            return;
        }
        if ((group.flags & NEW) != 0) {
            writer.labels(group.labels);
        }
        EventCounts counts = group.counts;
        writer.number(counts.newest());
        writer.number(counts.appended() - counts.newest());
        writer.number(counts.lag());
        writer.number(counts.previousLag());
        if (!group.closedUntil.equals(Instant.MIN)) {
            writer.number(EventCounts.micros(group.closedUntil));
        }
        writer.number(slots.size());
        long time = counts.newest();
        for (int index = 0; index < slots.size(); index++) {
            writer.number(slots.first(index) - time);
            writer.number(slots.last(index) - slots.first(index));
            writer.number(slots.count(index));
            time = slots.last(index);
        }
    }

    private static void read(Group group, boolean isClosed, Reader reader) {
        long newest = reader.number();
        long appended = newest + reader.number();
        long lag = reader.number();
        long previousLag = reader.number();
        group.closedUntil = isClosed ? EventCounts.instant(reader.number()) : Instant.MIN;
        group.counts.mark(newest, appended, lag, previousLag);
        long time = newest;
        for (long left = reader.number(); left > 0; left--) {
            long first = time + reader.number();
            time = first + reader.number();
            group.counts.merge(first, time, reader.number());
        }
        group.counts.trim();
    }
}
