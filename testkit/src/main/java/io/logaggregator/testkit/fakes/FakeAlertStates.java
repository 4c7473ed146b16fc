package io.logaggregator.testkit.fakes;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.kinds.SampleValues;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.SampleRange;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Alert states, samples and hosts in memory, for one transaction after another. Not thread-safe. */
public final class FakeAlertStates implements AlertStateStore {

    private final Map<UUID, Row> rows = new TreeMap<>();
    private final Map<UUID, AlertRule> rules = new LinkedHashMap<>();
    private final Map<Series, List<Point>> samples = new HashMap<>();
    private final Map<String, Instant> hosts = new TreeMap<>();
    private final Map<String, String> environments = new HashMap<>();
    private final List<SubjectTransition> transitions = new ArrayList<>();
    private final List<WindowChange> windows = new ArrayList<>();
    private final List<AlertChanges.Noticed> notices = new ArrayList<>();
    private final Map<UUID, Double> thresholds = new HashMap<>();
    private final Map<UUID, Alert.External> external = new HashMap<>();

    private record Row(
            AlertSubject subject,
            AlertState state,
            @Nullable Instant dueAt) {}

    /** Adds or replaces a rule. */
    public void put(AlertRule rule) {
        rules.put(rule.id(), rule);
    }

    public void removeRule(UUID id) {
        rules.remove(id);
    }

    /** Evaluates and stores a batch in one transaction. */
    public void ingest(RuleSet set, List<? extends Observation> observations) {
        int metrics = (int)
                observations.stream().filter(MetricSample.class::isInstance).count();
        new AlertEngine(this).evaluate(metrics, set.signals(List.copyOf(observations)), List.of());
        store(observations);
    }

    /** Stores a batch without evaluating it. */
    public void store(List<? extends Observation> observations) {
        for (Observation observation : observations) {
            Instant appended =
                    observation instanceof MetricSample sample ? sample.queuedAt() : observation.observedAt();
            hosts.merge(observation.host(), appended, (one, two) -> one.isAfter(two) ? one : two);
            if (observation instanceof MetricSample sample) {
                sample.environment().ifPresent(named -> environments.put(sample.host(), named));
                samples.computeIfAbsent(
                                new Series(sample.metric(), Labels.ofHost(sample.host(), sample.attributes())),
                                series -> new ArrayList<>())
                        .add(new Point(sample.observedAt(), sample.value()));
            }
        }
    }

    /** Deletes the states that are inactive. */
    public void deleteInactive() {
        rows.values().removeIf(row -> row.state.isInactive());
    }

    public int stateCount() {
        return rows.size();
    }

    /** All transitions, in the order in which they were saved. */
    public List<AlertTransition> transitions() {
        return transitions.stream().map(SubjectTransition::transition).toList();
    }

    /** The transitions of a host, in order. */
    public List<AlertTransition> transitions(String host) {
        return transitions.stream()
                .filter(one -> one.subject().labels().host().equals(host))
                .map(SubjectTransition::transition)
                .toList();
    }

    /** The notices, in the order in which they were saved. */
    public List<AlertChanges.Noticed> notices() {
        return List.copyOf(notices);
    }

    /** The newest parts of alerts of other systems, by alert. */
    public Map<UUID, Alert.External> external() {
        return Map.copyOf(external);
    }

    @Override
    public long lockRules() {
        return rules.values().stream().mapToLong(AlertRule::version).max().orElse(0);
    }

    @Override
    public TrackedHosts trackedHosts(int max) {
        Map<UUID, Set<String>> few = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        for (Row row : rows.values()) {
            UUID rule = row.subject.ruleId();
            counts.merge(rule, 1, Integer::sum);
            few.computeIfAbsent(rule, id -> new HashSet<>())
                    .add(row.subject.labels().host());
        }
        counts.values().removeIf(count -> count <= max);
        few.keySet().removeAll(counts.keySet());
        return new TrackedHosts(few, counts.keySet());
    }

    @Override
    public Map<String, String> environments(Set<String> wanted) {
        Map<String, String> named = new HashMap<>(environments);
        named.keySet().retainAll(wanted);
        return named;
    }

    @Override
    public List<Optional<Point>> previousSamples(List<SeriesSample> wanted) {
        return wanted.stream()
                .map(sample -> samples.getOrDefault(sample.series(), List.of()).stream()
                        .filter(before -> SampleValues.isBefore(before, new Point(sample.at(), 0), sample.maxGap()))
                        .max(Comparator.comparing(Point::at).thenComparing(Point::value)))
                .toList();
    }

    @Override
    public List<LastSeen> lastSeen(QuietRequest request) {
        Map<String, LastSeen> newest = new HashMap<>();
        hosts.forEach((host, at) -> {
            boolean isHost = request.of() == NoData.Of.HOST;
            if (isHost || request.host().matches(host)) {
                newest.merge(
                        isHost ? folded(host) : "",
                        new LastSeen(isHost ? Optional.of(host) : Optional.empty(), at),
                        BinaryOperator.maxBy(Comparator.comparing(LastSeen::at)));
            }
        });
        return newest.values().stream()
                .filter(seen -> isChanging(seen, request))
                .sorted(Comparator.comparing(LastSeen::at))
                .limit(request.limit())
                .toList();
    }

    private boolean isChanging(LastSeen seen, QuietRequest request) {
        return rows.values().stream()
                .filter(row -> row.subject.ruleId().equals(request.ruleId()) && !row.state.isInactive())
                .filter(row -> seen.host().isEmpty()
                        || folded(row.subject.labels().host())
                                .equals(folded(seen.host().get())))
                .findAny()
                .map(row -> row.dueAt == null
                        || !row.dueAt.isAfter(request.now())
                        || seen.at().isAfter(row.state.appendedAt()))
                .orElseGet(() -> seen.host()
                                .filter(host -> !request.host().matches(host))
                                .isEmpty()
                        && !seen.at().isAfter(request.quietSince())
                        && seen.at().isAfter(request.forgottenBefore()));
    }

    private static String folded(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<StoredState> load(StateRequest request) {
        return switch (request) {
            case StateRequest.OfSubjects subjects -> load(subjects);
            case StateRequest.OfFingerprints of ->
                list(row -> of.fingerprints().contains(row.subject.fingerprint()), Integer.MAX_VALUE);
            case StateRequest.OfRule of -> list(row -> row.subject.ruleId().equals(of.ruleId()), Integer.MAX_VALUE);
            case StateRequest.OfHosts of ->
                list(
                        row -> of.hosts().stream().anyMatch(row.subject.labels().host()::equalsIgnoreCase),
                        Integer.MAX_VALUE);
            case StateRequest.OfAlert of ->
                list(
                        row -> row.state
                                .openAlert()
                                .filter(alert -> alert.id().equals(of.alertId()))
                                .isPresent(),
                        1);
            case StateRequest.Due due ->
                list(
                        row -> row.dueAt != null
                                && !row.dueAt.isAfter(due.now())
                                && due.ruleIds().contains(row.subject.ruleId()),
                        due.limit());
            case StateRequest.WithoutRule without ->
                list(
                        row -> !rules.containsKey(row.subject.ruleId())
                                || !rules.get(row.subject.ruleId()).definition().enabled(),
                        without.limit());
            case StateRequest.Stale stale ->
                list(
                        row -> row.state.appendedAt().isAfter(Instant.MIN)
                                && Optional.ofNullable(stale.after().get(row.subject.ruleId()))
                                        .filter(after -> !row.state
                                                .appendedAt()
                                                .plus(after)
                                                .isAfter(stale.now()))
                                        .isPresent(),
                        stale.limit());
        };
    }

    private List<StoredState> list(Predicate<Row> filter, int limit) {
        return rows.values().stream()
                .filter(filter)
                .sorted(Comparator.comparing(row -> Objects.requireNonNullElse(row.dueAt, Instant.MAX)))
                .limit(limit)
                .map(row -> stored(row, List.of()))
                .toList();
    }

    private StoredState stored(Row row, List<SampleRange> ranges) {
        double threshold = row.state
                .openAlert()
                .map(alert -> thresholds.getOrDefault(alert.id(), 0.0))
                .orElse(0.0);
        return new StoredState(
                row.subject,
                row.state,
                threshold,
                row.dueAt,
                ranges.stream().filter(this::isOccupied).collect(Collectors.toSet()),
                ranges.isEmpty() || !row.state.isInactive()
                        ? null
                        : samples.getOrDefault(ranges.getFirst().series(), List.of()).stream()
                                .map(Point::at)
                                .max(Comparator.naturalOrder())
                                .orElse(null));
    }

    private List<StoredState> load(StateRequest.OfSubjects request) {
        for (AlertSubject subject : request.missing(rows.keySet())) {
            rows.put(subject.fingerprint(), new Row(subject, AlertState.inactive(Instant.MIN), null));
        }
        List<StoredState> states = new ArrayList<>();
        for (Wanted one : request.wanted()) {
            Row row = rows.get(one.subject().fingerprint());
            if (row != null) {
                states.add(stored(row, one.samplesFor(row.state)));
            }
        }
        return states;
    }

    @Override
    public LockedWindows lockWindows(SortedMap<UUID, Long> known) {
        return new LockedWindows(
                windows.stream()
                        .filter(change -> change.sequence() > known.getOrDefault(change.ruleId(), Long.MAX_VALUE))
                        .toList(),
                rows.values().stream()
                        .map(Row::subject)
                        .filter(subject -> known.containsKey(subject.ruleId()))
                        .collect(Collectors.groupingBy(
                                AlertSubject::ruleId,
                                Collectors.mapping(AlertSubject::fingerprint, Collectors.toSet()))));
    }

    @Override
    public List<UUID> rulesToCompact() {
        return rulesWithWindows();
    }

    @Override
    public List<UUID> rulesWithWindows() {
        return windows.stream().map(WindowChange::ruleId).distinct().toList();
    }

    private boolean isOccupied(SampleRange range) {
        return samples.getOrDefault(range.series(), List.of()).stream()
                .map(Point::at)
                .anyMatch(at -> !at.isBefore(range.from()) && (range.until() == null || !at.isAfter(range.until())));
    }

    @Override
    public void save(AlertChanges changes) {
        changes.states()
                .forEach(change -> rows.put(
                        change.subject().fingerprint(), new Row(change.subject(), change.state(), change.dueAt())));
        changes.transitions().forEach(one -> {
            if (one.transition().kind() == Kind.RESOLVED) {
                thresholds.remove(one.transition().alertId());
            } else {
                thresholds.put(one.transition().alertId(), one.transition().threshold());
            }
        });
        transitions.addAll(changes.transitions());
        rows.keySet().removeAll(changes.ended());
        notices.addAll(changes.notices());
        external.putAll(changes.external());
        for (WindowChange change : changes.windows()) {
            windows.removeIf(one -> change.isSnapshot() && one.ruleId().equals(change.ruleId()));
            windows.add(change);
        }
    }
}
