package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.LockedWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of log-count rules in {@link GroupWindows}, and decides which groups need a state: those with an alert
 * or a period, and those that reach a severity. Retains the windows of the last transactions, so that a transaction reads
 * only the changes of other sessions. Not thread-safe.
 */
final class LogCountEvaluation {

    /** Length of all labels of a group, beyond which it always has a state, so that groups in memory are small. */
    private static final int MAX_LABELS_LENGTH = 1_000;

    private static final int MAX_RETAINED_GROUPS = 20_000;

    private static final int MAX_RETAINED_SLOTS = 1_000_000;

    private static final Duration EMPTY_GROUP_RETENTION = Duration.ofMinutes(10);

    private final AlertStateStore store;
    private final Map<UUID, GroupWindows> retained = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UUID, AlertState> raised = new HashMap<>();
    private boolean isCommitted = true;

    LogCountEvaluation(AlertStateStore store) {
        this.store = store;
    }

    /** Reports that the transaction is committed. Without it, the next one reads all windows from the store. */
    void committed() {
        isCommitted = true;
        int groups = retained.values().stream().mapToInt(GroupWindows::size).sum();
        long slots = retained.values().stream().mapToLong(GroupWindows::slots).sum();
        for (Iterator<GroupWindows> eldest = retained.values().iterator();
                groups > MAX_RETAINED_GROUPS || slots > MAX_RETAINED_SLOTS; ) {
            GroupWindows next = eldest.next();
            groups -= next.size();
            slots -= next.slots();
            eldest.remove();
        }
    }

    /**
     * Counts the events of quiet groups.
     *
     * @param signals of log-count rules
     * @param maxGroups limit of the groups of each rule, so that a field with very many values cannot fill the store
     * @return the signals of groups that need a state
     */
    List<Signal> count(List<Signal> signals, int maxGroups, ChangeSet changes) {
        if (!isCommitted) {
            retained.clear();
        }
        isCommitted = false;
        raised.clear();
        Map<UUID, AlertRule> rules = new HashMap<>();
        signals.forEach(signal -> rules.putIfAbsent(signal.rule().id(), signal.rule()));
        Map<UUID, Set<UUID>> states = lock(rules.values());
        List<Signal> stateful = new ArrayList<>();
        for (Signal signal : signals) {
            GroupWindows windows = windows(signal.rule());
            Set<UUID> ofRule = states.computeIfAbsent(signal.rule().id(), _ -> new HashSet<>());
            GroupWindows.Group quiet = windows.group(signal.labels());
            Signal spelled = quiet == null ? signal : signal.withLabels(quiet.labels());
            if (!windows.isStale() && needsState(spelled, quiet, windows, ofRule, maxGroups, changes)) {
                ofRule.add(spelled.fingerprint());
                stateful.add(spelled);
            }
        }
        return stateful;
    }

    /** The state of a group before the events: that of its windows until now, or the stored one. */
    AlertState before(Signal signal, AlertState stored) {
        return raised.getOrDefault(signal.fingerprint(), stored);
    }

    /** Continues a group without a state of its own, if it is quiet. Returns whether its state is to be deleted. */
    boolean release(Signal signal, AlertState after) {
        if (!GroupWindows.isQuiet(after) || isLong(signal.labels())) {
            return false;
        }
        GroupWindows windows = windows(signal.rule());
        GroupWindows.Group group = windows.group(signal.labels());
        windows.replace(group == null ? windows.create(signal.labels()) : group, after);
        return true;
    }

    /** Adds the changes of the windows of a batch. */
    void addTo(ChangeSet changes) {
        retained.forEach((ruleId, windows) -> windows.takeChange(ruleId).ifPresent(changes::add));
    }

    /** Removes the windows of a rule that is disabled, enabled or counts something else. */
    void restart(AlertRule rule, ChangeSet changes) {
        List<WindowChange> stored =
                store.lockWindows(new TreeMap<>(Map.of(rule.id(), 0L))).changes();
        if (!stored.isEmpty()) {
            changes.add(GroupWindows.empty(rule, stored.getLast().sequence() + 1));
        }
    }

    /** Removes the groups of hosts. */
    void removeHosts(Collection<String> hosts, ChangeSet changes) {
        SortedMap<UUID, Long> rules = new TreeMap<>();
        store.rulesWithWindows().forEach(rule -> rules.put(rule, 0L));
        if (rules.isEmpty()) {
            return;
        }
        store.lockWindows(rules).changes().stream()
                .collect(Collectors.groupingBy(WindowChange::ruleId))
                .forEach((rule, stored) ->
                        GroupWindows.of(stored).without(hosts, rule).ifPresent(changes::add));
    }

    /**
     * Replaces the changes of rules with many of them by snapshots, without groups that have been empty for some minutes.
     *
     * @param now watermark
     */
    void compact(Collection<AlertRule> rules, Instant now, ChangeSet changes) {
        Set<UUID> due = Set.copyOf(store.rulesToCompact());
        List<AlertRule> compacted = rules.stream()
                .filter(rule -> due.contains(rule.id()) && rule.definition().condition() instanceof OfEvents)
                .toList();
        lock(compacted);
        for (AlertRule rule : compacted) {
            GroupWindows windows = windows(rule);
            if (!windows.isStale()) {
                changes.add(windows.snapshot(rule.id(), now.minus(EMPTY_GROUP_RETENTION)));
                retained.remove(rule.id()); // numbered differently from now on
            }
        }
    }

    private GroupWindows windows(AlertRule rule) {
        GroupWindows windows = retained.get(rule.id());
        if (windows == null || !windows.isOf(rule)) {
            throw new IllegalStateException("rule: " + rule.id() + " (expected: one with locked windows)");
        }
        return windows;
    }

    /** Locks and completes the windows of rules. Returns the fingerprints of groups with a state. */
    private Map<UUID, Set<UUID>> lock(Collection<AlertRule> rules) {
        SortedMap<UUID, Long> known = new TreeMap<>();
        for (AlertRule rule : rules) {
            if (rule.definition().condition() instanceof OfEvents count) {
                GroupWindows windows = retained.get(rule.id());
                if (windows == null || !windows.isOf(rule)) {
                    windows = new GroupWindows(rule, count);
                    retained.put(rule.id(), windows);
                }
                known.put(rule.id(), windows.sequence());
            }
        }
        if (known.isEmpty()) {
            return new HashMap<>();
        }
        LockedWindows locked = store.lockWindows(known);
        for (WindowChange change : locked.changes()) {
            GroupWindows windows = retained.get(change.ruleId());
            if (windows != null) {
                windows.apply(change);
            }
        }
        Map<UUID, Set<UUID>> states = new HashMap<>();
        locked.states().forEach((rule, fingerprints) -> states.put(rule, new HashSet<>(fingerprints)));
        return states;
    }

    private boolean needsState(
            Signal signal,
            GroupWindows.@Nullable Group quiet,
            GroupWindows windows,
            Set<UUID> states,
            int maxGroups,
            ChangeSet changes) {
        GroupWindows.Group group = quiet;
        UUID fingerprint = group == null ? signal.fingerprint() : group.fingerprint(signal.rule());
        if (states.contains(fingerprint)) {
            return true;
        }
        if (group == null && windows.size() + states.size() >= maxGroups) {
            changes.addUncounted(signal, maxGroups);
            return false;
        }
        if (isLong(signal.labels())) {
            return true;
        }
        if (group == null) {
            group = windows.create(signal.labels());
        }
        long late = windows.add(group, signal);
        if (late >= 0) {
            changes.addLate(signal, late);
            return false;
        }
        AlertState before = windows.state(group);
        Evaluation evaluation = Evaluator.evaluate(signal, before);
        if (evaluation.transitions().isEmpty() && GroupWindows.isQuiet(evaluation.state())) {
            windows.replace(group, evaluation.state());
            changes.addLate(signal, evaluation.late());
            return false;
        }
        windows.remove(group);
        raised.put(fingerprint, before);
        return true;
    }

    private static boolean isLong(Labels labels) {
        int length = 0;
        for (String value : labels.values().values()) {
            length += value.length();
        }
        return length > MAX_LABELS_LENGTH;
    }
}
