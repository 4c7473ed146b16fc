package io.logaggregator.application.alert;

import io.logaggregator.domain.alert.Comparison;
import io.logaggregator.domain.alert.Condition.Threshold;
import io.logaggregator.domain.alert.Point;
import io.logaggregator.domain.alert.Recovery;
import io.logaggregator.domain.alert.RuleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rules, samples and batches by chance, the same for the same seed. */
final class RandomStream {

    private RandomStream() {}

    /** With or without a duration, a band, and a duration of recovery. */
    static RuleDefinition rule(Random random) {
        int recoverySeconds = random.nextInt(3) * 20;
        Recovery recovery = random.nextBoolean()
                ? Judged.recovery(0.8 - random.nextDouble() * 0.2, recoverySeconds)
                : Judged.recovery(recoverySeconds);
        return Judged.definition(
                new Threshold("cpu"), Comparison.ABOVE, Judged.STEPS, random.nextInt(3) * 15, recovery);
    }

    /** A value that wanders around the steps, every few seconds, now and then with a gap. */
    static List<Point> samples(Random random, int count) {
        List<Point> points = new ArrayList<>();
        double second = 0;
        double value = 0.7;
        for (int number = 0; number < count; number++) {
            second += random.nextInt(100) == 0 ? 200 + random.nextInt(400) : 1 + random.nextInt(100) / 10.0;
            value += (0.78 - value) * 0.1 + random.nextGaussian() * 0.06;
            points.add(Judged.point(second, Math.clamp(value, 0, 1)));
        }
        return points;
    }

    /** In batches of any size, some of them twice; between them time goes by, up to just before the next. */
    static Judged judgedInBatches(Random random, Judged judged, List<Point> points) {
        int from = 0;
        while (from < points.size()) {
            int to = Math.min(points.size(), from + 1 + random.nextInt(20));
            judged.batch(points.subList(from, to));
            if (random.nextInt(10) == 0) {
                judged.batch(points.subList(from, to));
            }
            if (random.nextBoolean() && to < points.size()) {
                Instant last = points.get(to - 1).at();
                long gap = Duration.between(last, points.get(to).at()).toMillis();
                judged.elapse(Duration.between(Judged.NOON, last)
                                .plusMillis(random.nextLong(gap))
                                .toMillis()
                        / 1000.0);
            }
            from = to;
        }
        return judged;
    }
}
