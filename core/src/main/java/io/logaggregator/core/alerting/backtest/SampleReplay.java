package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates the samples of one series after another. */
final class SampleReplay implements StoredHistory.Sink {

    private static final int BATCH = 1_000;

    private final AlertRule rule;
    private final SeverityThresholds thresholds;
    private final BacktestStatistics statistics;
    private final List<Point> batch = new ArrayList<>(BATCH);

    private @Nullable SeriesReplay series;
    private @Nullable Point last;

    SampleReplay(AlertRule rule, BacktestStatistics statistics) {
        this.rule = rule;
        this.statistics = statistics;
        thresholds = rule.definition().thresholds();
    }

    @Override
    public void accept(Labels labels, Point point) {
        if (series == null || !series.labels().equals(labels)) {
            end();
            series = new SeriesReplay(rule, labels, statistics);
        }
        addTime(point);
        batch.add(point);
        if (batch.size() == BATCH) {
            evaluate(series);
        }
    }

    /** A sample holds until the next one, unless the gap is too long. */
    private void addTime(Point point) {
        if (last != null) {
            Duration since = Duration.between(last.at(), point.at());
            if (since.compareTo(Evaluator.MAX_SAMPLE_GAP) <= 0) {
                statistics.addObservedTime(since);
                if (thresholds.isExceededBy(last.value())) {
                    statistics.addTimeAbove(since);
                }
            }
        }
        last = point;
    }

    private void evaluate(SeriesReplay current) {
        current.apply(Evaluator.evaluate(new Signal(rule, current.labels(), batch), current.state()));
        batch.clear();
    }

    void end() {
        if (series != null) {
            evaluate(series);
            series.end();
            series = null;
            last = null;
        }
    }
}
