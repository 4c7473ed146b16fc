package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.common.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges the signals of a transaction, whose rows are stored already, each against the state of what it is about. What is
 * in good order costs a look-up: it has no state, or one at rest, and keeps it. Not thread-safe.
 */
public final class AlertEvaluation {

    private static final int WORTH_ASKING_FOR_ALL = 1_000;

    private final AlertStates states;
    private final GroupLimit groupLimit;
    private final NewestSamples newestSamples;
    private final AlertOutcome outcome;

    public AlertEvaluation(Connection connection) {
        states = new AlertStates(connection);
        groupLimit = new GroupLimit(connection);
        newestSamples = new NewestSamples(connection);
        outcome = new AlertOutcome(connection);
    }

    /**
     * @param samples how many there are, which is what it may cost to know of which hosts something is remembered
     */
    public void judge(int samples, Function<TrackedHosts, List<Signal>> told) throws SQLException {
        List<Signal> signals = told.apply(samples == 0 ? TrackedHosts.NONE : states.hosts(samples));
        if (signals.isEmpty()) {
            return;
        }
        Map<UUID, AlertState> locked = locked(signals);
        List<Signal> telling = signals.stream()
                .filter(signal -> {
                    AlertState state = locked.get(signal.fingerprint());
                    return state != null && !(state.isInactive() && signal.isNormal());
                })
                .toList();
        catchUp(telling, locked);
        for (Signal signal : telling) {
            AlertState before = locked.get(signal.fingerprint());
            if (before != null) {
                outcome.add(
                        new AlertStates.Subject(signal.rule(), signal.labels(), signal.fingerprint()),
                        before,
                        Evaluator.evaluate(signal, before));
            }
        }
        outcome.write();
        groupLimit.note();
    }

    private Map<UUID, AlertState> locked(List<Signal> signals) throws SQLException {
        Set<UUID> known = known(signals);
        Set<UUID> fingerprints = new HashSet<>();
        List<Signal> unknown = new ArrayList<>();
        for (Signal signal : signals) {
            if (known.contains(signal.fingerprint())) {
                fingerprints.add(signal.fingerprint());
            } else if (!signal.isNormal()) {
                unknown.add(signal);
            }
        }
        List<Signal> newcomers = groupLimit.admit(unknown);
        states.insert(newcomers.stream()
                .map(signal -> new AlertStates.Subject(signal.rule(), signal.labels(), signal.fingerprint()))
                .toList());
        newcomers.forEach(signal -> fingerprints.add(signal.fingerprint()));
        Map<UUID, AlertState> locked = states.lock(fingerprints);
        requireAll(signals, fingerprints, locked);
        return locked;
    }

    /** Of a rule that is told of very many things, those it remembers are mostly the shorter list. */
    private Set<UUID> known(List<Signal> signals) throws SQLException {
        Map<UUID, List<Signal>> byRule = signals.stream()
                .collect(Collectors.groupingBy(signal -> signal.rule().id()));
        Set<UUID> known = new HashSet<>();
        List<UUID> asked = new ArrayList<>();
        for (Map.Entry<UUID, List<Signal>> told : byRule.entrySet()) {
            int things = told.getValue().size();
            Optional<Set<UUID>> all =
                    things < WORTH_ASKING_FOR_ALL ? Optional.empty() : states.knownOf(told.getKey(), things);
            all.ifPresentOrElse(
                    known::addAll, () -> told.getValue().forEach(signal -> asked.add(signal.fingerprint())));
        }
        known.addAll(states.known(asked));
        return known;
    }

    /** A row at rest can be removed between two statements; the next attempt makes it anew. */
    private static void requireAll(List<Signal> signals, Set<UUID> wanted, Map<UUID, AlertState> locked) {
        for (Signal signal : signals) {
            UUID fingerprint = signal.fingerprint();
            if (!signal.isNormal() && wanted.contains(fingerprint) && !locked.containsKey(fingerprint)) {
                throw new StoreUnavailableException("state vanished while it was looked up: " + fingerprint, null);
            }
        }
    }

    /** What is at rest was not written with each sample: the samples themselves say until when all was well. */
    private void catchUp(List<Signal> telling, Map<UUID, AlertState> locked) throws SQLException {
        List<Signal> awaking = new ArrayList<>();
        for (Signal signal : telling) {
            AlertState state = locked.get(signal.fingerprint());
            if (state != null && state.isInactive()) {
                awaking.add(signal);
            }
        }
        newestSamples
                .after(awaking)
                .forEach((fingerprint, newest) -> locked.computeIfPresent(
                        fingerprint,
                        (key, state) -> newest.isAfter(state.evaluatedUntil())
                                ? AlertState.inactive(state.ruleVersion(), newest)
                                : state));
    }
}
