package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result depends neither on the split into batches nor on evaluations of time in between. */
class EvaluatorInvarianceTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void samples(long seed) {
        Random random = new Random(seed);
        RuleDefinition rule = RandomStream.rule(random);
        List<Point> points = RandomStream.samples(random, 1_500);

        requireSame(random, rule, points);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void events(long seed) {
        Random random = new Random(seed);
        RuleDefinition rule = EvaluatedSeries.definition(
                new LogCount("", List.of(), Duration.ofSeconds(60 + random.nextInt(60))),
                Comparison.ABOVE,
                Map.of(Severity.LOW, 12.0, Severity.HIGH, 16.0),
                0,
                EvaluatedSeries.recovery(10.0, random.nextInt(3) * 20));
        List<Point> points = RandomStream.samples(random, 1_500).stream()
                .map(point -> new Point(point.at(), 1))
                .toList();

        EvaluatedSeries inBatches = new EvaluatedSeries(rule);
        for (int from = 0; from < points.size(); from += 7) {
            inBatches.batch(points.subList(from, Math.min(points.size(), from + 7)));
            if (random.nextBoolean() && from + 7 < points.size()) {
                inBatches.elapse(Duration.between(
                                                EvaluatedSeries.NOON,
                                                points.get(from + 7).at())
                                        .toMillis()
                                / 1000.0
                        - 0.1);
            }
        }
        assertThat(inBatches.transitions())
                .isEqualTo(new EvaluatedSeries(rule).batch(points).transitions())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lateSamples(long seed) {
        Random random = new Random(seed);
        RuleDefinition rule = RandomStream.rule(random);
        List<Point> points = new ArrayList<>(RandomStream.samples(random, 600));
        for (int i = 0; i + 4 < points.size(); i += 4) {
            Collections.shuffle(points.subList(i, i + 4), random);
        }
        EvaluatedSeries single = new EvaluatedSeries(rule);
        points.forEach(point -> single.batch(List.of(point)));

        for (int size = 2; size <= 4; size++) {
            EvaluatedSeries inBatches = new EvaluatedSeries(rule);
            for (int from = 0; from < points.size(); from += size) {
                inBatches.batch(points.subList(from, Math.min(points.size(), from + size)));
            }
            assertThat(inBatches.transitions()).isEqualTo(single.transitions()).isNotEmpty();
        }
    }

    private static void requireSame(Random random, RuleDefinition rule, List<Point> points) {
        EvaluatedSeries atOnce = new EvaluatedSeries(rule).batch(points);
        EvaluatedSeries inBatches = RandomStream.replayInBatches(random, new EvaluatedSeries(rule), points);

        assertThat(inBatches.transitions()).isEqualTo(atOnce.transitions()).isNotEmpty();
    }
}
