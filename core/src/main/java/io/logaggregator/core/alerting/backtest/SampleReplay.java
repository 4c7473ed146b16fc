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

/** Judges the samples of one series after the other. */
final class SampleReplay implements StoredHistory.Sink {

    private static final int BATCH = 1_000;

    private final AlertRule rule;
    private final SeverityThresholds ladder;
    private final BacktestStatistics tally;
    private final List<Point> batch = new ArrayList<>(BATCH);

    private @Nullable SeriesReplay series;
    private @Nullable Point last;

    SampleReplay(AlertRule rule, BacktestStatistics tally) {
        this.rule = rule;
        this.tally = tally;
        ladder = rule.definition().ladder();
    }

    @Override
    public void accept(Labels labels, Point point) {
        if (series == null || !series.labels().equals(labels)) {
            end();
            series = new SeriesReplay(rule, labels, tally);
        }
        measure(point);
        batch.add(point);
        if (batch.size() == BATCH) {
            judge(series);
        }
    }

    /** A sample speaks for the time until the next one, unless that is too far away. */
    private void measure(Point point) {
        if (last != null) {
            Duration since = Duration.between(last.at(), point.at());
            if (since.compareTo(Evaluator.LONGEST_GAP) <= 0) {
                tally.observed(since);
                if (ladder.isExceededBy(last.value())) {
                    tally.above(since);
                }
            }
        }
        last = point;
    }

    private void judge(SeriesReplay course) {
        course.follow(Evaluator.judge(new Signal(rule, course.labels(), batch), course.state()));
        batch.clear();
    }

    void end() {
        if (series != null) {
            judge(series);
            series.end();
            series = null;
            last = null;
        }
    }
}
