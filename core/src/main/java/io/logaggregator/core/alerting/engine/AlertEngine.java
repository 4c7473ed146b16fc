package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRules.Effect;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.Series;
import io.logaggregator.core.alerting.state.AlertStateStore.SeriesSample;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Lock;
import io.logaggregator.core.alerting.state.StateRequest.SampleRange;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Evaluates rules against the states of one transaction: for the signals of a batch, as time passes, and for edits of rules
 * and users' actions. Ingest, the time-based evaluation and tests use it alike. {@link Evaluator} evaluates each state. Not
 * thread-safe.
 */
public final class AlertEngine {

    /** Default of the maximum number of groups of a log-count rule. */
    public static final int MAX_GROUPS = 1000;

    private final AlertStateStore store;
    private final LogCountEvaluation logCounts;
    private Optional<Instant> oldestDue = Optional.empty();

    /** @param store the states of the transaction */
    public AlertEngine(AlertStateStore store) {
        this.store = store;
        logCounts = new LogCountEvaluation(store);
    }

    /** Reports that the transaction of the last {@link #evaluate} is committed. */
    public void committed() {
        logCounts.committed();
    }

    /**
     * Evaluates the signals of a batch with stored rows, with one version of all rules. A normal signal without active
     * state costs a look-up only, and the events of a quiet group only their count.
     *
     * @param samples number of metric samples in the batch, which bounds the hosts to list per rule
     * @param derived samples derived from those of the batch
     */
    public void evaluate(int samples, Signal.Source source, List<MetricSample> derived) {
        Signal.Source current = source.at(store.lockRules());
        TrackedHosts tracked = samples == 0 ? TrackedHosts.NONE : store.trackedHosts(samples);
        List<Signal> signals = withFunctions(withEnvironments(current.signals(tracked, derived)), tracked);
        ChangeSet changes = new ChangeSet(source.latePoints());
        List<Signal> stateful = withoutQuietGroups(signals, source.maxGroups(), changes);
        if (!stateful.isEmpty()) {
            Map<UUID, StoredState> states =
                    store
                            .load(new StateRequest.OfSubjects(
                                    stateful.stream().map(AlertEngine::wanted).toList()))
                            .stream()
                            .collect(Collectors.toMap(stored -> stored.subject().fingerprint(), Function.identity()));
            for (Signal signal : stateful) {
                StoredState stored = states.get(signal.fingerprint());
                if (stored != null) {
                    evaluate(signal, stored, changes);
                }
            }
        }
        logCounts.addTo(changes);
        changes.saveTo(store);
    }

    private List<Signal> withoutQuietGroups(List<Signal> signals, int maxGroups, ChangeSet changes) {
        List<Signal> stateful = new ArrayList<>();
        List<Signal> counted = new ArrayList<>();
        signals.forEach(signal -> (isLogCount(signal) ? counted : stateful).add(signal));
        if (!counted.isEmpty()) {
            stateful.addAll(logCounts.count(counted, maxGroups, changes));
        }
        return stateful;
    }

    private void evaluate(Signal signal, StoredState stored, ChangeSet changes) {
        if (isLogCount(signal)) {
            evaluateLogCount(signal, stored, changes);
            return;
        }
        AlertState before = stored.state();
        if (before.isInactive() && signal.isNormal()) {
            return;
        }
        Evaluation evaluation = signal.hasEnvironments()
                ? evaluateByEnvironment(signal, stored)
                : Evaluator.evaluate(
                        signal,
                        before.withNewestSample(stored.newestSample()),
                        index -> isOccupied(signal, index, stored.occupied()));
        changes.add(stored.subject(), signal.rule().definition(), before, evaluation);
        changes.addLate(signal, evaluation.late());
        changes.addGaps(signal, evaluation.gaps());
        changes.addPartitions(signal);
        signal.external().ifPresent(parts -> evaluation.newestAlert().ifPresent(id -> changes.describe(id, parts)));
    }

    private void evaluateLogCount(Signal signal, StoredState stored, ChangeSet changes) {
        AlertState before = logCounts.before(signal, stored.state());
        Evaluation evaluation = Evaluator.evaluate(signal, before);
        changes.addLate(signal, evaluation.late());
        if (logCounts.release(signal, evaluation.state())) {
            changes.end(stored.subject(), evaluation);
        } else {
            changes.add(stored.subject(), signal.rule().definition(), before, evaluation);
        }
    }

    /** An existing state is fed until the host names an environment that the rule does not match. */
    private static Evaluation evaluateByEnvironment(Signal signal, StoredState stored) {
        BitSet late = signal.latePoints();
        List<AlertTransition> transitions = new ArrayList<>();
        AlertState state = stored.state().withNewestSample(stored.newestSample());
        long lateCount = 0;
        long gaps = 0;
        for (int index = 0; index < signal.points().size(); index++) {
            int point = index;
            if (signal.isMatched(point) || !state.isInactive()) {
                Evaluation evaluation = signal.isExcluded(point)
                        ? Evaluator.end(
                                signal, state, signal.points().get(point).at())
                        : Evaluator.evaluate(
                                signal.part(point, point + 1),
                                state,
                                _ -> late.get(point) || isOccupied(signal, point, stored.occupied()));
                transitions.addAll(evaluation.transitions());
                state = evaluation.state();
                lateCount += evaluation.late();
                gaps += evaluation.gaps();
            }
        }
        return new Evaluation(state, transitions, lateCount, gaps);
    }

    private static boolean isOccupied(Signal signal, int index, Set<SampleRange> occupied) {
        return !occupied.isEmpty()
                && signal.rule().definition().condition() instanceof OfSamples samples
                && occupied.contains(range(signal, samples, index));
    }

    private static Wanted wanted(Signal signal) {
        return new Wanted(
                new AlertSubject(
                        signal.rule().id(),
                        ExternalAlerts.nameOf(signal.rule(), signal.labels()),
                        signal.labels(),
                        signal.fingerprint()),
                !signal.isNormal(),
                sampleRanges(signal));
    }

    private static boolean isLogCount(Signal signal) {
        return signal.rule().definition().condition() instanceof OfEvents;
    }

    /** The stored samples that may make those of the signal late. */
    private static List<SampleRange> sampleRanges(Signal signal) {
        if (!(signal.rule().definition().condition() instanceof OfSamples samples) || samples.isDelayed()) {
            return List.of();
        }
        BitSet late = signal.latePoints();
        List<SampleRange> ranges = new ArrayList<>();
        for (int index = 0; index < signal.points().size(); index++) {
            if (!late.get(index)) {
                ranges.add(range(signal, samples, index));
            }
        }
        return ranges;
    }

    private static SampleRange range(Signal signal, OfSamples samples, int index) {
        return new SampleRange(
                new Series(samples.metric(), signal.labels()),
                signal.points().get(index).at(),
                signal.lateUntil(index));
    }

    /** Returns the signals, those of rules that match environments with that of their hosts where the batch names none. */
    private List<Signal> withEnvironments(List<Signal> signals) {
        Set<String> hosts = signals.stream()
                .filter(Signal::hasEnvironments)
                .map(signal -> signal.labels().host())
                .collect(Collectors.toSet());
        if (hosts.isEmpty()) {
            return signals;
        }
        Map<String, String> stored = store.environments(hosts);
        return signals.stream()
                .map(signal -> signal.hasEnvironments()
                        ? signal.withStoredEnvironment(
                                stored.get(signal.labels().host()))
                        : signal)
                .toList();
    }

    /**
     * Returns the signals, those of rules with a function with its values. The state that a rate needs is the stored samples
     * of the series, so that inactive series need no row. Normal signals of hosts without state are left out.
     */
    private List<Signal> withFunctions(List<Signal> signals, TrackedHosts tracked) {
        List<SeriesSample> samples = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal.hasFunction() && signal.rule().definition().condition() instanceof OfSamples of) {
                Series series = new Series(of.metric(), signal.labels());
                signal.points().forEach(point -> samples.add(new SeriesSample(series, point.at(), of.maxGap())));
            }
        }
        if (samples.isEmpty()) {
            return signals;
        }
        List<Optional<Point>> previous = store.previousSamples(samples);
        List<Signal> result = new ArrayList<>(signals.size());
        int next = 0;
        for (Signal signal : signals) {
            if (!signal.hasFunction()) {
                result.add(signal);
                continue;
            }
            int end = next + signal.points().size();
            Signal value = signal.withFunction(previous.subList(next, end));
            next = end;
            if (!value.isNormal()
                    || tracked.include(value.rule().id(), value.labels().host())) {
                result.add(value);
            }
        }
        return result;
    }

    /**
     * Evaluates stored samples for a rule with a delay, then the changes that time causes by their end. Samples of a series that
     * arrived late are in their place.
     *
     * @param samples those of the metric since the last evaluation, in the order of their times, with this end
     * @param limit maximum number of states to change by time; the next call continues, with the same times
     */
    public void evaluateDelayed(AlertRule rule, List<MetricSample> samples, Instant end, int limit) {
        if (!(rule.definition().condition() instanceof OfSamples of)) {
            throw new IllegalArgumentException("rule: " + rule.definition().name() + " (expected: a rule on samples)");
        }
        ThresholdRules thresholds = new ThresholdRules(Map.of(of.metric(), List.of(rule)));
        evaluate(samples.size(), (tracked, _) -> thresholds.signals(List.copyOf(samples), tracked), List.of());
        evaluateDue(List.of(rule), end.plus(of.evaluationDelay()), limit);
    }

    /** The time at which the oldest change of the last time-based evaluation was due; empty if there was none. */
    public Optional<Instant> oldestDue() {
        return oldestDue;
    }

    /**
     * Evaluates recoveries and windows that end by time alone. Not of no-data rules and delayed ones: {@link #evaluateNoData} and
     * {@link #evaluateDelayed} do that.
     *
     * @param now watermark
     * @param limit maximum number of states
     * @return the number of evaluated states
     */
    public int evaluateDue(Collection<AlertRule> rules, Instant now, int limit) {
        Map<UUID, AlertRule> byId = rules.stream().collect(Collectors.toMap(AlertRule::id, Function.identity()));
        List<StoredState> due = store.load(new StateRequest.Due(byId.keySet(), now, limit));
        ChangeSet changes = new ChangeSet();
        for (StoredState stored : due) {
            AlertSubject subject = stored.subject();
            AlertRule rule = byId.get(subject.ruleId());
            if (rule != null) {
                changes.add(
                        stored, rule.definition(), Evaluator.elapse(rule, subject.fingerprint(), stored.state(), now));
            }
        }
        changes.saveTo(store);
        oldestDue =
                due.stream().map(StoredState::dueAt).filter(Objects::nonNull).min(Comparator.naturalOrder());
        return due.size();
    }

    /**
     * Evaluates a no-data rule.
     *
     * @param now watermark
     * @param limit maximum number of evaluated states; the next call continues, with the same times
     * @return the number of evaluated states
     */
    public int evaluateNoData(AlertRule rule, NoData noData, Instant now, int limit) {
        ChangeSet changes = new ChangeSet();
        int changed = new NoDataCheck(store).evaluate(rule, noData, now, limit, changes);
        changes.saveTo(store);
        oldestDue = changes.oldestTransition();
        return changed;
    }

    /**
     * Ends the states without a point for {@link Condition#staleAfter}, and resolves their alerts.
     *
     * @param now watermark
     * @return the number of ended states
     */
    public int resolveStale(Collection<AlertRule> rules, Instant now, int limit) {
        Map<UUID, AlertRule> byId = new HashMap<>();
        Map<UUID, Duration> after = new HashMap<>();
        for (AlertRule rule : rules) {
            rule.definition().condition().staleAfter().ifPresent(length -> {
                byId.put(rule.id(), rule);
                after.put(rule.id(), length);
            });
        }
        List<StoredState> stale = store.load(new StateRequest.Stale(after, now, limit));
        ChangeSet changes = new ChangeSet();
        for (StoredState stored : stale) {
            AlertSubject subject = stored.subject();
            AlertRule rule = byId.get(subject.ruleId());
            if (rule != null) {
                changes.end(subject, Evaluator.elapse(rule, subject.fingerprint(), stored.state(), now));
            }
        }
        changes.saveTo(store);
        oldestDue = changes.oldestTransition();
        return stale.size();
    }

    /**
     * Resolves states of rules that were deleted or disabled by other means than an edit.
     *
     * @return the number of ended states
     */
    public int resolveWithoutRule(Instant now, int limit) {
        List<StoredState> states = store.load(new StateRequest.WithoutRule(limit));
        end(states, new Ending(Reason.RULE_DELETED, "rule deleted or disabled"), Actor.SYSTEM.name(), now);
        return states.size();
    }

    /**
     * Ends or adapts the states of a rule before the rule changes, since ingest sessions also lock states first.
     *
     * @param after the rule with its new definition
     */
    public Effect edit(RuleEdit edit, AlertRule after, String actor, Instant now) {
        if (edit.keepsStates()) {
            return Effect.NONE;
        }
        ChangeSet changes = new ChangeSet();
        if (edit.restartsWindows()) {
            logCounts.restart(after, changes);
        }
        List<StoredState> states = store.load(new StateRequest.OfRule(after.id(), Lock.WAIT));
        Map<String, String> environments = edit.after().matchers().environment().isAny()
                ? Map.of()
                : store.environments(states.stream()
                        .map(stored -> stored.subject().labels().host())
                        .collect(Collectors.toSet()));
        for (StoredState stored : states) {
            Labels labels = stored.subject().labels();
            Optional<Ending> ending = edit.endOf(labels, environments.getOrDefault(labels.host(), ""));
            if (ending.isPresent()) {
                changes.end(stored, ending.get(), actor, now);
            } else {
                Evaluation adapted = edit.apply(stored.state(), actor, now);
                changes.put(
                        stored.subject(),
                        adapted.state(),
                        dueAfterEdit(adapted.state(), after.definition()).orElse(null));
                adapted.transitions().forEach(transition -> changes.add(stored.subject(), transition, null));
            }
        }
        changes.saveTo(store);
        return changes.effect();
    }

    /** A no-data alert is evaluated again at once, since the time without data may be another severity now. */
    private static Optional<Instant> dueAfterEdit(AlertState state, RuleDefinition rule) {
        return rule.condition() instanceof NoData && !state.isInactive()
                ? Optional.of(state.evaluatedUntil())
                : state.dueAt(rule);
    }

    /**
     * Resolves the states of a rule that is about to be deleted.
     */
    public Effect deleteRule(UUID ruleId, String actor, Instant now) {
        return end(
                        store.load(new StateRequest.OfRule(ruleId, Lock.WAIT)),
                        new Ending(Reason.RULE_DELETED, "rule deleted"),
                        actor,
                        now)
                .effect();
    }

    /**
     * Resolves the states of hosts that are removed.
     *
     * @param comment why they are removed
     */
    public void removeHosts(Collection<String> hosts, String comment, String actor, Instant now) {
        Ending ending = new Ending(Reason.HOST_REMOVED, comment);
        ChangeSet changes = new ChangeSet();
        logCounts.removeHosts(hosts, changes);
        store.load(new StateRequest.OfHosts(hosts)).forEach(stored -> changes.end(stored, ending, actor, now));
        changes.saveTo(store);
    }

    /**
     * Compacts the windows of log-count rules.
     *
     * @param now watermark
     */
    public void compactWindows(Collection<AlertRule> rules, Instant now) {
        ChangeSet changes = new ChangeSet();
        logCounts.compact(rules, now, changes);
        changes.saveTo(store);
    }

    private ChangeSet end(List<StoredState> states, Ending ending, String actor, Instant now) {
        ChangeSet changes = new ChangeSet();
        states.forEach(stored -> changes.end(stored, ending, actor, now));
        changes.saveTo(store);
        return changes;
    }

    /**
     * Acknowledges or resolves an alert on behalf of a user.
     *
     * @param alert as it is stored; its state and its row are locked
     * @throws ImpossibleTransitionException when the status of the alert does not allow the change
     */
    public void act(Alert alert, AlertStatus next, String comment, String actor, Instant now) {
        if (!alert.status().canBecome(next)) {
            throw new ImpossibleTransitionException(alert.id(), alert.status(), next);
        }
        boolean resolved = next == AlertStatus.RESOLVED;
        ChangeSet changes = new ChangeSet();
        // The time of the last evaluation stays, since an action is no evaluation.
        changes.add(
                new AlertSubject(alert.ruleId(), alert.ruleName(), alert.labels(), alert.fingerprint()),
                new AlertTransition(
                        alert.id(),
                        resolved ? Kind.RESOLVED : Kind.ACKNOWLEDGED,
                        now,
                        alert.severity(),
                        alert.highest(),
                        alert.value(),
                        alert.peak(),
                        alert.threshold(),
                        alert.occurrences(),
                        actor,
                        comment,
                        resolved ? Reason.BY_HAND : null),
                resolved ? alert.lastAt() : null);
        if (resolved) {
            for (StoredState stored : store.load(new StateRequest.OfAlert(alert.id()))) {
                AlertState state = stored.state().resolvedManually();
                // Counted events continue to leave their window.
                changes.put(stored.subject(), state, state.window().isEmpty() ? null : stored.dueAt());
            }
        }
        changes.saveTo(store);
    }
}
