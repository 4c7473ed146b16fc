package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.alerts.AlertStates;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the signals of a transaction, after its rows are stored, each against its locked state. A normal signal
 * without active state costs a look-up only. Not thread-safe.
 */
public final class AlertEvaluation {

    private static final int MIN_SIGNALS_TO_LIST_RULE = 1_000;

    private final AlertStates states;
    private final GroupLimit groupLimit;
    private final NewestSamples newestSamples;
    private final PreviousSamples previousSamples;
    private final AlertOutcome outcome;

    public AlertEvaluation(Connection connection) {
        states = new AlertStates(connection);
        groupLimit = new GroupLimit(connection);
        newestSamples = new NewestSamples(connection);
        previousSamples = new PreviousSamples(connection);
        outcome = new AlertOutcome(connection);
    }

    /**
     * Evaluates the signals and writes the changes.
     *
     * @param samples number of metric samples in the batch, which bounds the hosts to list per rule
     * @param derived samples derived from those of the batch
     */
    public void evaluate(int samples, Signal.Source source, List<MetricSample> derived) throws SQLException {
        TrackedHosts tracked = samples == 0 ? TrackedHosts.NONE : states.hosts(samples);
        List<Signal> signals = previousSamples.applyFunctions(source.signals(tracked, derived), tracked);
        if (signals.isEmpty()) {
            return;
        }
        Map<UUID, AlertState> locked = locked(signals);
        List<Signal> relevant = signals.stream()
                .filter(signal -> {
                    AlertState state = locked.get(signal.fingerprint());
                    return state != null && !(state.isInactive() && signal.isNormal());
                })
                .toList();
        catchUp(relevant, locked);
        for (Signal signal : relevant) {
            AlertState before = locked.get(signal.fingerprint());
            if (before != null) {
                outcome.add(
                        new AlertStates.Subject(signal.rule(), signal.labels(), signal.fingerprint()),
                        before,
                        Evaluator.evaluate(signal, before));
            }
        }
        outcome.write();
        groupLimit.recordUncounted();
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
        List<Signal> admitted = groupLimit.admit(unknown);
        states.insert(admitted.stream()
                .map(signal -> new AlertStates.Subject(signal.rule(), signal.labels(), signal.fingerprint()))
                .toList());
        admitted.forEach(signal -> fingerprints.add(signal.fingerprint()));
        Map<UUID, AlertState> locked = states.lock(fingerprints);
        requireAll(signals, fingerprints, locked);
        return locked;
    }

    /** Returns the fingerprints with state. For a rule with very many signals, listing all its states is cheaper. */
    private Set<UUID> known(List<Signal> signals) throws SQLException {
        Map<UUID, List<Signal>> byRule = signals.stream()
                .collect(Collectors.groupingBy(signal -> signal.rule().id()));
        Set<UUID> known = new HashSet<>();
        List<UUID> lookedUp = new ArrayList<>();
        for (Map.Entry<UUID, List<Signal>> ofRule : byRule.entrySet()) {
            int count = ofRule.getValue().size();
            Optional<Set<UUID>> all =
                    count < MIN_SIGNALS_TO_LIST_RULE ? Optional.empty() : states.knownOf(ofRule.getKey(), count);
            all.ifPresentOrElse(
                    known::addAll, () -> ofRule.getValue().forEach(signal -> lookedUp.add(signal.fingerprint())));
        }
        known.addAll(states.known(lookedUp));
        return known;
    }

    /** An inactive row can be removed between two statements; the retry inserts it again. */
    private static void requireAll(List<Signal> signals, Set<UUID> wanted, Map<UUID, AlertState> locked) {
        for (Signal signal : signals) {
            UUID fingerprint = signal.fingerprint();
            if (!signal.isNormal() && wanted.contains(fingerprint) && !locked.containsKey(fingerprint)) {
                throw new StoreUnavailableException(
                        "alert state removed concurrently: fingerprint=" + fingerprint, null);
            }
        }
    }

    /** Advances inactive states, which are not written for each sample, to the newest stored sample. */
    private void catchUp(List<Signal> relevant, Map<UUID, AlertState> locked) throws SQLException {
        List<Signal> inactive = new ArrayList<>();
        for (Signal signal : relevant) {
            AlertState state = locked.get(signal.fingerprint());
            if (state != null && state.isInactive()) {
                inactive.add(signal);
            }
        }
        newestSamples
                .after(inactive)
                .forEach((fingerprint, newest) -> locked.computeIfPresent(
                        fingerprint,
                        (key, state) -> newest.isAfter(state.evaluatedUntil()) ? AlertState.inactive(newest) : state));
    }

    /**
     * The newest stored samples of series, without those of this transaction: a sample older than one of them needs no
     * evaluation, though inactive states are not stored. Not thread-safe.
     */
    private static final class NewestSamples {

        private final Connection connection;

        NewestSamples(Connection connection) {
            this.connection = connection;
        }

        /** Returns by fingerprint the newest sample that is not older than the first of the signal, where there is one. */
        Map<UUID, Instant> after(List<Signal> signals) throws SQLException {
            List<Signal> thresholds = signals.stream()
                    .filter(signal -> signal.rule().definition().condition() instanceof OfSamples)
                    .toList();
            Map<UUID, Instant> newest = new HashMap<>();
            if (thresholds.isEmpty()) {
                return newest;
            }
            Sql.of(
                            """
                    select wanted.fingerprint::uuid, newest.observed_at
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                         as wanted (fingerprint, host, metric, attributes, first_at, until)
                    join metric_series series
                         on series.host = wanted.host and series.metric = wanted.metric
                            and series.attributes = wanted.attributes::jsonb
                    cross join lateral (
                        select sample.observed_at
                        from metric_sample sample
                        where sample.series_id = series.id and sample.observed_at >= wanted.first_at
                          and sample.observed_at <= coalesce(wanted.until, 'infinity')
                          and sample.xmin <> pg_current_xact_id()::xid
                        order by sample.observed_at desc
                        limit 1
                    ) as newest
                    """,
                            Columns.of(thresholds)
                                    .text(Signal::fingerprint)
                                    .text(signal -> signal.labels().host())
                                    .text(NewestSamples::metric)
                                    .text(NewestSamples::attributes)
                                    .text(signal -> Timestamps.of(
                                            signal.points().getFirst().at()))
                                    .timestamp(NewestSamples::until)
                                    .arrays())
                    .list(
                            connection,
                            row -> newest.put(
                                    row.getObject("fingerprint", UUID.class), Timestamps.read(row, "observed_at")));
            return newest;
        }

        /** The horizon of the signal; null without one, or if its own points are beyond it. */
        private static @Nullable Instant until(Signal signal) {
            Instant horizon = signal.horizon();
            return horizon.equals(Instant.MAX)
                            || signal.points().getFirst().at().isAfter(horizon)
                    ? null
                    : horizon;
        }

        private static String metric(Signal signal) {
            return signal.rule().definition().condition() instanceof OfSamples samples ? samples.metric() : "";
        }

        /** The attributes of a series are its labels without the host. */
        private static String attributes(Signal signal) {
            Map<String, String> attributes = new HashMap<>(signal.labels().values());
            attributes.remove(Labels.HOST);
            return JsonText.of(attributes);
        }
    }
}
