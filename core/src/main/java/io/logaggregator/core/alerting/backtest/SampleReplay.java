package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.kinds.SampleValues;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates the samples of one series after another. */
final class SampleReplay implements StoredHistory.SampleSink {

    private static final int BATCH = 1_000;

    private final AlertRule rule;
    private final SampleFunction function;
    private final SeverityThresholds thresholds;
    private final BacktestStatistics statistics;
    private final List<Point> batch = new ArrayList<>(BATCH);

    private @Nullable SeriesReplay series;
    private @Nullable Point last;
    private @Nullable Point before;
    private @Nullable Point newest;

    SampleReplay(AlertRule rule, SampleFunction function, BacktestStatistics statistics) {
        this.rule = rule;
        this.function = function;
        this.statistics = statistics;
        thresholds = rule.definition().thresholds();
    }

    @Override
    public void accept(Labels labels, Kind kind, Point sample) {
        if (series == null || !series.labels().equals(labels)) {
            end();
            series = new SeriesReplay(rule, labels, statistics);
        }
        Point point = value(kind, sample);
        addTime(point);
        batch.add(point);
        if (batch.size() == BATCH) {
            evaluate(series);
        }
    }

    private Point value(Kind kind, Point sample) {
        if (newest != null && newest.at().isBefore(sample.at())) {
            before = newest;
        }
        if (newest == null || newest.at().isBefore(sample.at()) || newest.value() < sample.value()) {
            newest = sample;
        }
        Point usable = before != null
                        && SampleValues.isBefore(before, sample, condition().maxGap())
                ? before
                : null;
        return new Point(sample.at(), SampleValues.of(function, kind, usable, sample));
    }

    private Condition condition() {
        return rule.definition().condition();
    }

    /** A sample holds until the next one, unless the gap is too long. */
    private void addTime(Point point) {
        if (last != null) {
            Duration since = Duration.between(last.at(), point.at());
            if (since.compareTo(condition().maxGap()) <= 0) {
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
            before = null;
            newest = null;
        }
    }
}
