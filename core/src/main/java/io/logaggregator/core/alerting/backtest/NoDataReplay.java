package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Evaluates the time between observations, of one host after another or of all hosts together. */
final class NoDataReplay implements StoredHistory.Sink {

    private final AlertRule rule;
    private final NoData noData;
    private final BacktestStatistics statistics;
    private final Duration lowest;

    private @Nullable SeriesReplay host;
    private Instant lastSeen = Instant.MIN;

    NoDataReplay(AlertRule rule, NoData noData, BacktestStatistics statistics) {
        this.rule = rule;
        this.noData = noData;
        this.statistics = statistics;
        lowest = NoData.duration(rule.definition().thresholds().lowest());
    }

    @Override
    public void accept(Labels labels, Point point) {
        if (host == null || !host.labels().folded().equals(labels.folded())) {
            end();
            host = new SeriesReplay(rule, labels, statistics);
        } else {
            // The observation itself ends the alert.
            evaluateUntil(host, point.at().minus(1, ChronoUnit.MICROS));
        }
        lastSeen = point.at();
    }

    private void evaluateUntil(SeriesReplay series, Instant until) {
        Instant expectedUntil = lastSeen.plus(noData.forgetAfter());
        if (!until.isBefore(expectedUntil)) {
            // The evaluator no longer expects the host afterwards, so it must evaluate the time before.
            evaluateAt(series, expectedUntil.minus(1, ChronoUnit.MICROS));
        }
        evaluateAt(series, until);
        Duration time = Duration.between(lastSeen, until.isBefore(expectedUntil) ? until : expectedUntil);
        statistics.addObservedTime(time);
        if (time.compareTo(lowest) > 0) {
            statistics.addTimeAbove(time.minus(lowest));
        }
    }

    private void evaluateAt(SeriesReplay series, Instant now) {
        series.apply(Evaluator.evaluateNoData(rule, series.labels(), series.state(), lastSeen, now));
    }

    void end() {
        if (host != null) {
            evaluateUntil(host, statistics.to());
            host.end();
            host = null;
        }
    }
}
