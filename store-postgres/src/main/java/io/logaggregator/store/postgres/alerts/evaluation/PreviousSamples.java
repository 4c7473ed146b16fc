package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the functions of rules to the samples of a batch. The state that a rate needs is the stored samples of the
 * series, so that inactive series need no row. Not thread-safe.
 */
final class PreviousSamples {

    private final Connection connection;

    PreviousSamples(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns the signals, those of rules with a function with its values.
     *
     * @param tracked hosts that rules hold state for: signals of others that are normal are left out
     */
    List<Signal> applyFunctions(List<Signal> signals, TrackedHosts tracked) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal.hasFunction()) {
                signal.points().forEach(point -> samples.add(new Sample(signal, point)));
            }
        }
        if (samples.isEmpty()) {
            return signals;
        }
        List<Optional<Point>> before = before(samples);
        List<Signal> result = new ArrayList<>(signals.size());
        int next = 0;
        for (Signal signal : signals) {
            if (!signal.hasFunction()) {
                result.add(signal);
                continue;
            }
            int end = next + signal.points().size();
            Signal value = signal.withFunction(before.subList(next, end));
            next = end;
            if (!value.isNormal()
                    || tracked.include(value.rule().id(), value.labels().host())) {
                result.add(value);
            }
        }
        return result;
    }

    private record Sample(Signal signal, Point point) {

        String metric() {
            return signal.rule().definition().condition() instanceof OfSamples of ? of.metric() : "";
        }

        /** The attributes of a series are its labels without the host. */
        String attributes() {
            Map<String, String> attributes = new HashMap<>(signal.labels().values());
            attributes.remove(Labels.HOST);
            return JsonText.of(attributes);
        }
    }

    /** Returns for each sample the newest stored one before it, without those of this transaction. */
    private List<Optional<Point>> before(List<Sample> samples) throws SQLException {
        List<Optional<Point>> before = new ArrayList<>(Collections.nCopies(samples.size(), Optional.empty()));
        Sql.of(
                        """
                select wanted.number, previous.observed_at, previous.value
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) with ordinality
                     as wanted (host, metric, attributes, at, number)
                join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes::jsonb
                cross join lateral (
                    select sample.observed_at, sample.value
                    from metric_sample sample
                    where sample.series_id = series.id and sample.observed_at < wanted.at
                      and sample.observed_at >= wanted.at - interval '%d seconds'
                      and sample.xmin <> pg_current_xact_id()::xid
                    order by sample.observed_at desc, sample.value desc
                    limit 1
                ) as previous
                """.formatted(Evaluator.MAX_SAMPLE_GAP.toSeconds()),
                        Columns.of(samples)
                                .text(sample -> sample.signal().labels().host())
                                .text(Sample::metric)
                                .text(Sample::attributes)
                                .timestamp(sample -> sample.point().at())
                                .arrays())
                .list(
                        connection,
                        row -> before.set(
                                row.getInt("number") - 1,
                                Optional.of(new Point(Timestamps.read(row, "observed_at"), row.getDouble("value")))));
        return before;
    }
}
