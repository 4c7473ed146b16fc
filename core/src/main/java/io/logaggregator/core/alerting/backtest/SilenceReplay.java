package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Judges the silence between the signs of life of one host after the other, or of all together. */
final class SilenceReplay implements StoredHistory.Sink {

    private final AlertRule rule;
    private final Silence silence;
    private final BacktestStatistics tally;
    private final Duration lowest;

    private @Nullable SeriesReplay host;
    private Instant lastSeen = Instant.MIN;

    SilenceReplay(AlertRule rule, Silence silence, BacktestStatistics tally) {
        this.rule = rule;
        this.silence = silence;
        this.tally = tally;
        lowest = Duration.ofMillis((long) (rule.definition().ladder().lowest() * 1000));
    }

    @Override
    public void accept(Labels labels, Point point) {
        if (host == null || !host.labels().equals(labels)) {
            end();
            host = new SeriesReplay(rule, labels, tally);
        } else {
            // With the sign itself the silence is over.
            judge(host, point.at().minus(1, ChronoUnit.MICROS));
        }
        lastSeen = point.at();
    }

    private void judge(SeriesReplay course, Instant until) {
        Instant forgottenAt = lastSeen.plus(silence.forgetAfter());
        if (!until.isBefore(forgottenAt)) {
            // Asked only afterwards, the evaluator would not expect the host at all.
            silent(course, forgottenAt.minus(1, ChronoUnit.MICROS));
        }
        silent(course, until);
        Duration time = Duration.between(lastSeen, until.isBefore(forgottenAt) ? until : forgottenAt);
        tally.observed(time);
        if (time.compareTo(lowest) > 0) {
            tally.above(time.minus(lowest));
        }
    }

    private void silent(SeriesReplay course, Instant now) {
        course.follow(Evaluator.silence(rule, course.labels(), course.state(), lastSeen, now));
    }

    void end() {
        if (host != null) {
            judge(host, tally.to());
            host.end();
            host = null;
        }
    }
}
