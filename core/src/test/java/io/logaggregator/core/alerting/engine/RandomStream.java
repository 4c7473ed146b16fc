package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random rules, samples and batches, reproducible by seed. */
public final class RandomStream {

    private RandomStream() {}

    /** With or without a pending period, a recovery threshold and period; gaps may end the state. */
    public static RuleDefinition rule(Random random) {
        int recoverySeconds = random.nextInt(3) * 20;
        Recovery recovery = random.nextBoolean()
                ? EvaluatedSeries.recovery(0.8 - random.nextDouble() * 0.2, recoverySeconds)
                : EvaluatedSeries.recovery(recoverySeconds);
        return EvaluatedSeries.definition(
                threshold(random), Comparison.ABOVE, EvaluatedSeries.THRESHOLDS, random.nextInt(3) * 15, recovery);
    }

    private static Threshold threshold(Random random) {
        Duration maxGap = Duration.ofSeconds(60 + random.nextInt(600));
        return new Threshold(
                "cpu",
                SampleFunction.VALUE,
                maxGap,
                random.nextBoolean() ? Optional.empty() : Optional.of(maxGap.plusSeconds(random.nextInt(60))));
    }

    /** A random walk around the thresholds, with a sample every few seconds and occasional gaps. */
    public static List<Point> samples(Random random, int count) {
        List<Point> points = new ArrayList<>();
        double second = 0;
        double value = 0.7;
        for (int number = 0; number < count; number++) {
            second += random.nextInt(100) == 0 ? 200 + random.nextInt(400) : 1 + random.nextInt(100) / 10.0;
            value += (0.78 - value) * 0.1 + random.nextGaussian() * 0.06;
            points.add(EvaluatedSeries.point(second, Math.clamp(value, 0, 1)));
        }
        return points;
    }

    /** Batches of any size, some duplicated; time is evaluated in between, up to just before the next batch. */
    public static EvaluatedSeries replayInBatches(Random random, EvaluatedSeries series, List<Point> points) {
        int from = 0;
        while (from < points.size()) {
            int to = Math.min(points.size(), from + 1 + random.nextInt(20));
            series.batch(points.subList(from, to));
            if (random.nextInt(10) == 0) {
                series.batch(points.subList(from, to));
            }
            if (random.nextBoolean() && to < points.size()) {
                Instant last = points.get(to - 1).at();
                long gap = Duration.between(last, points.get(to).at()).toMillis();
                series.elapse(Duration.between(EvaluatedSeries.NOON, last)
                                .plusMillis(random.nextLong(gap))
                                .toMillis()
                        / 1000.0);
            }
            from = to;
        }
        return series;
    }
}
