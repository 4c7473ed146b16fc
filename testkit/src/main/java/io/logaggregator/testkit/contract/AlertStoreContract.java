package io.logaggregator.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertChanges.StateChange;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.LockedWindows;
import io.logaggregator.core.alerting.state.AlertStateStore.Series;
import io.logaggregator.core.alerting.state.AlertStateStore.SeriesSample;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.LogWindow;
import io.logaggregator.core.alerting.state.OpenAlert;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Lock;
import io.logaggregator.core.alerting.state.StateRequest.SampleRange;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract of an {@link AlertStateStore}, in memory and in a database. */
public abstract class AlertStoreContract {

    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final String METRIC = "load";
    private static final AlertRule RULE = rule(1);
    private static final AlertRule OTHER = rule(2);

    /** Runs work in a transaction and commits it. */
    protected abstract <T> T transaction(Function<AlertStateStore, T> work) throws Exception;

    protected abstract void put(AlertRule rule) throws Exception;

    /** Stores samples without evaluating them. */
    protected abstract void store(List<MetricSample> samples) throws Exception;

    @Test
    void ofSubjects_createsWantedStatesAlone() throws Exception {
        List<StoredState> created = load(new StateRequest.OfSubjects(List.of(wanted("a", true), wanted("b", false))));

        assertThat(fingerprints(created)).containsExactly(subject("a").fingerprint());
        assertThat(created.getFirst().state()).isEqualTo(AlertState.inactive(Instant.MIN));
        assertThat(load(new StateRequest.OfRule(RULE.id(), Lock.NONE))).hasSize(1);
    }

    @Test
    void windows_areReadFromTheKnownChangeOn() throws Exception {
        append(change(1, false), change(2, false));
        append(change(3, false));
        save(subject("a"), AlertState.inactive(NOON), null);

        LockedWindows locked = transaction(states -> states.lockWindows(new TreeMap<>(Map.of(RULE.id(), 1L))));

        assertThat(locked.changes()).extracting(WindowChange::sequence).containsExactly(2L, 3L);
        assertThat(locked.changes().getFirst().content()).containsExactly(2, 0, -1);
        assertThat(locked.states())
                .isEqualTo(Map.of(RULE.id(), Set.of(subject("a").fingerprint())));
    }

    @Test
    void snapshotOfWindows_replacesEarlierChanges() throws Exception {
        append(change(1, false), change(2, false));
        append(change(3, true));
        append(change(4, false));

        LockedWindows locked = transaction(states -> states.lockWindows(new TreeMap<>(Map.of(RULE.id(), 0L))));

        assertThat(locked.changes())
                .extracting(WindowChange::sequence, WindowChange::isSnapshot)
                .containsExactly(tuple(3L, true), tuple(4L, false));
        assertThat(transaction(AlertStateStore::rulesWithWindows)).containsExactly(RULE.id());
    }

    private void append(WindowChange... changes) throws Exception {
        transaction(states -> {
            states.save(new AlertChanges(
                    List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(changes)));
            return true;
        });
    }

    private static WindowChange change(int sequence, boolean isSnapshot) {
        return new WindowChange(RULE.id(), sequence, isSnapshot, new byte[] {(byte) sequence, 0, -1});
    }

    @Test
    void savedState_isReadAgain() throws Exception {
        put(RULE);
        AlertState firing = new AlertState(
                NOON.plusSeconds(9),
                NOON.plusSeconds(1),
                new OpenAlert(
                        new UUID(3, 4),
                        NOON,
                        Severity.HIGH,
                        Severity.CRITICAL,
                        7,
                        new Point(NOON.plusSeconds(9), 150.5),
                        201.25,
                        NOON.plusSeconds(5)),
                Map.of(Severity.HIGH, NOON.plusSeconds(8), Severity.CRITICAL, NOON.plusNanos(1_000)),
                null,
                LogWindow.EMPTY,
                NOON.plusSeconds(60),
                NOON.plusSeconds(10),
                150.5);
        AlertState pending = new AlertState(
                NOON, Instant.MIN, null, Map.of(Severity.LOW, NOON), Severity.LOW, LogWindow.EMPTY, NOON, NOON, 99);
        save(subject("a"), firing, NOON.plusSeconds(30));
        save(subject("b"), pending, null);

        List<StoredState> read = load(new StateRequest.OfRule(RULE.id(), Lock.WAIT));

        assertThat(read)
                .extracting(StoredState::subject, StoredState::state, StoredState::dueAt)
                .containsExactlyInAnyOrder(
                        tuple(subject("a"), firing, NOON.plusSeconds(30)), tuple(subject("b"), pending, null));
        assertThat(fingerprints(load(new StateRequest.OfAlert(new UUID(3, 4)))))
                .containsExactly(subject("a").fingerprint());
        assertThat(fingerprints(load(new StateRequest.OfHosts(List.of("b", "c")))))
                .containsExactly(subject("b").fingerprint());
        assertThat(fingerprints(load(
                        new StateRequest.OfFingerprints(List.of(subject("b").fingerprint()), Lock.SKIP_LOCKED))))
                .containsExactly(subject("b").fingerprint());
    }

    @Test
    void endedState_isGone() throws Exception {
        save(subject("a"), AlertState.inactive(NOON), null);

        transaction(states -> {
            states.save(new AlertChanges(
                    List.of(),
                    List.of(subject("a").fingerprint()),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of()));
            return true;
        });

        assertThat(load(new StateRequest.OfRule(RULE.id(), Lock.NONE))).isEmpty();
    }

    @Test
    void due_returnsTheLongestOverdueFirst() throws Exception {
        save(subject("a"), AlertState.inactive(NOON), NOON.plusSeconds(3));
        save(subject("b"), AlertState.inactive(NOON), NOON.plusSeconds(1));
        save(subject("c"), AlertState.inactive(NOON), NOON.plusSeconds(2));
        save(subject("d"), AlertState.inactive(NOON), null);
        save(new AlertSubject(OTHER, labels("a")), AlertState.inactive(NOON), NOON);
        Set<UUID> rule = Set.of(RULE.id());

        assertThat(fingerprints(load(new StateRequest.Due(rule, NOON.plusSeconds(3), 2))))
                .containsExactly(subject("b").fingerprint(), subject("c").fingerprint());
        assertThat(fingerprints(load(new StateRequest.Due(rule, NOON.plusMillis(999), 2))))
                .isEmpty();
    }

    @Test
    void stale_returnsStatesWithoutAPointForTheTimeOfTheirRule() throws Exception {
        save(subject("a"), AlertState.inactive(NOON), null);
        save(subject("b"), AlertState.inactive(NOON.plusSeconds(1)), null);
        save(subject("c"), AlertState.inactive(Instant.MIN), null);
        save(new AlertSubject(OTHER, labels("a")), AlertState.inactive(NOON), null);
        Map<UUID, Duration> after = Map.of(RULE.id(), Duration.ofMinutes(1), OTHER.id(), Duration.ofMinutes(2));

        assertThat(fingerprints(load(new StateRequest.Stale(after, NOON.plusSeconds(60), 10))))
                .containsExactly(subject("a").fingerprint());
        assertThat(load(new StateRequest.Stale(after, NOON.plusSeconds(59), 10)))
                .isEmpty();
        assertThat(load(new StateRequest.Stale(after, NOON.plusSeconds(120), 2)))
                .hasSize(2);
    }

    @Test
    void withoutRule_returnsStatesOfUnknownRules() throws Exception {
        put(RULE);
        save(subject("a"), AlertState.inactive(NOON), null);
        save(new AlertSubject(OTHER, labels("a")), AlertState.inactive(NOON), null);

        assertThat(fingerprints(load(new StateRequest.WithoutRule(10))))
                .containsExactly(new AlertSubject(OTHER, labels("a")).fingerprint());
    }

    @Test
    void trackedHosts_areListedUpToALimit() throws Exception {
        put(RULE);
        save(subject("a"), AlertState.inactive(NOON), null);
        save(subject("b"), AlertState.inactive(NOON), null);

        TrackedHosts few = transaction(states -> states.trackedHosts(2));
        assertThat(few.include(RULE.id(), "a")).isTrue();
        assertThat(few.include(RULE.id(), "c")).isFalse();
        assertThat(transaction(states -> states.trackedHosts(1)).include(RULE.id(), "c"))
                .isTrue();
    }

    @Test
    void environments_areTheLastNamedOnes() throws Exception {
        store(List.of(sample("a", 0, "test"), sample("b", 0, "prod"), sample("c", 0, null)));
        store(List.of(sample("a", 2, "prod")));
        store(List.of(sample("a", 4, null)));

        Map<String, String> named = transaction(states -> states.environments(Set.of("a", "c", "d")));

        assertThat(named).isEqualTo(Map.of("a", "prod"));
    }

    @Test
    void previousSample_isTheNewestWithinTheGap() throws Exception {
        store(List.of(sample("a", 0, null), sample("a", 60, null)));
        Series series = new Series(METRIC, labels("a"));

        List<Optional<Point>> previous = transaction(states -> states.previousSamples(List.of(
                new SeriesSample(series, NOON.plusSeconds(90), Duration.ofSeconds(30)),
                new SeriesSample(series, NOON.plusSeconds(60), Duration.ofSeconds(60)),
                new SeriesSample(series, NOON.plusSeconds(91), Duration.ofSeconds(30)),
                new SeriesSample(new Series(METRIC, labels("b")), NOON.plusSeconds(90), Duration.ofDays(1)))));

        assertThat(previous)
                .containsExactly(
                        Optional.of(new Point(NOON.plusSeconds(60), 1)),
                        Optional.of(new Point(NOON, 1)),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void occupiedRanges_containAStoredSample() throws Exception {
        store(List.of(sample("a", 10, null)));
        Series series = new Series(METRIC, labels("a"));
        SampleRange containing = new SampleRange(series, NOON.plusSeconds(10), NOON.plusSeconds(10));
        SampleRange open = new SampleRange(series, NOON.plusSeconds(5), null);
        SampleRange before = new SampleRange(series, NOON, NOON.plusSeconds(9));

        StoredState state = load(new StateRequest.OfSubjects(
                        List.of(new Wanted(subject("a"), true, List.of(containing, open, before)))))
                .getFirst();

        assertThat(state.occupied()).containsExactlyInAnyOrder(containing, open);
        assertThat(state.newestSample()).isEqualTo(NOON.plusSeconds(10));
    }

    private List<StoredState> load(StateRequest request) throws Exception {
        return transaction(states -> states.load(request));
    }

    private void save(AlertSubject subject, AlertState state, @Nullable Instant dueAt) throws Exception {
        transaction(states -> {
            states.load(new StateRequest.OfSubjects(List.of(new Wanted(subject, true, List.of()))));
            states.save(new AlertChanges(
                    List.of(new StateChange(subject, state, dueAt)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of()));
            return true;
        });
    }

    private static List<UUID> fingerprints(List<StoredState> states) {
        return states.stream().map(state -> state.subject().fingerprint()).toList();
    }

    private static Wanted wanted(String host, boolean create) {
        return new Wanted(subject(host), create, List.of());
    }

    private static AlertSubject subject(String host) {
        return new AlertSubject(RULE, labels(host));
    }

    private static Labels labels(String host) {
        return Labels.ofHost(host, Map.of());
    }

    private static MetricSample sample(String host, int second, @Nullable String environment) {
        return new MetricSample(
                host,
                environment == null ? METRIC : "host.info",
                1,
                NOON.plusSeconds(second),
                environment == null ? Map.of() : Map.of("deployment.environment.name", environment));
    }

    private static AlertRule rule(int number) {
        return new AlertRule(
                new UUID(1, number),
                1,
                Origin.API,
                NOON,
                new RuleDefinition(
                        "load " + number,
                        "",
                        true,
                        new Threshold(METRIC),
                        new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 100.0)),
                        Duration.ZERO,
                        Recovery.IMMEDIATE,
                        Matchers.ALL));
    }
}
