package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.SampleValues;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleValuesTest {

    @Test
    void rate_isIncreasePerSecond() {
        assertThat(values(SampleFunction.RATE, Kind.CUMULATIVE, point(0, 100), point(10, 150), point(30, 150)))
                .containsExactly(Double.NaN, 5.0, 0.0);
    }

    @Test
    void rate_countsFromZero_afterReset() {
        assertThat(values(SampleFunction.RATE, Kind.CUMULATIVE, point(0, 100), point(10, 30)))
                .containsExactly(Double.NaN, 3.0);
    }

    @Test
    void increase_ofDelta_isSample() {
        assertThat(values(SampleFunction.INCREASE, Kind.DELTA, point(0, 100), point(10, 30)))
                .containsExactly(100.0, 30.0);
        assertThat(values(SampleFunction.RATE, Kind.DELTA, point(0, 100), point(10, 30)))
                .containsExactly(Double.NaN, 3.0);
    }

    @Test
    void rate_isUndefined_afterGap() {
        assertThat(values(SampleFunction.RATE, Kind.CUMULATIVE, point(0, 100), point(300, 400), point(601, 500)))
                .containsExactly(Double.NaN, 1.0, Double.NaN);
    }

    @Test
    void rate_isNeitherNegativeNorHuge_afterLateSample() {
        assertThat(values(
                        SampleFunction.RATE,
                        Kind.CUMULATIVE,
                        point(0, 1_000_000),
                        point(20, 1_000_200),
                        point(10, 1_000_100),
                        point(30, 1_000_300)))
                .containsExactly(Double.NaN, 10.0, 10.0, 10.0);
    }

    @Test
    void rate_ofRepeatedSample_isUnchanged() {
        assertThat(values(SampleFunction.RATE, Kind.CUMULATIVE, point(0, 100), point(10, 200), point(10, 200)))
                .containsExactly(Double.NaN, 10.0, 10.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void rate_isEqual_forAnyBatches(long seed) {
        Random random = new Random(seed);
        Kind kind = random.nextInt(3) == 0 ? Kind.DELTA : Kind.CUMULATIVE;
        List<Point> samples = counter(random, kind);
        RuleDefinition rule = EvaluatedSeries.definition(
                new Threshold("requests", SampleFunction.RATE),
                Comparison.ABOVE,
                Map.of(Severity.MEDIUM, 8.0, Severity.HIGH, 12.0),
                random.nextInt(3) * 15,
                EvaluatedSeries.recovery(7.0, random.nextInt(3) * 20));

        List<AlertTransition> single = evaluated(rule, kind, samples, () -> 1);

        assertThat(evaluated(rule, kind, samples, () -> 1 + random.nextInt(30)))
                .isEqualTo(single)
                .isNotEmpty();
        assertThat(evaluated(rule, kind, samples, samples::size)).isEqualTo(single);
    }

    /** A counter with restarts, gaps, repeated and late samples, in the order of arrival. */
    private static List<Point> counter(Random random, Kind kind) {
        List<Point> samples = new ArrayList<>();
        double second = 0;
        double value = 0;
        double rate = 6;
        for (int number = 0; number < 600; number++) {
            double step = random.nextInt(80) == 0 ? 250 + random.nextInt(100) : 5 + random.nextInt(100) / 10.0;
            rate = Math.max(0, rate + (7 - rate) * 0.1 + random.nextGaussian() * 1.5);
            second += step;
            double increase = rate * step;
            value = kind == Kind.DELTA || random.nextInt(40) == 0 ? increase : value + increase;
            samples.add(point(second, value));
            if (random.nextInt(20) == 0) {
                samples.add(samples.get(random.nextInt(samples.size())));
            }
            if (random.nextInt(10) == 0 && number > 0) {
                samples.add(samples.size() - 2, samples.removeLast());
            }
        }
        return samples;
    }

    /** Evaluates batches as a store does: with the samples of earlier batches. */
    private static List<AlertTransition> evaluated(
            RuleDefinition definition, Kind kind, List<Point> samples, IntSupplier size) {
        AlertRule rule = new AlertRule(new UUID(1, 2), 1, AlertRule.Origin.API, EvaluatedSeries.NOON, definition);
        Labels labels = Labels.ofHost("web-1", Map.of());
        List<AlertTransition> transitions = new ArrayList<>();
        AlertState state = AlertState.inactive(Instant.MIN);
        int from = 0;
        while (from < samples.size()) {
            int to = Math.min(samples.size(), from + size.getAsInt());
            List<Point> batch = samples.subList(from, to);
            List<Point> stored = samples.subList(0, from);
            List<Instant> appended = new ArrayList<>();
            for (int index = from; index < to; index++) {
                appended.add(samples.subList(0, index + 1).stream()
                        .map(Point::at)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
            }
            Signal signal = new Signal(rule, labels, batch, appended, kind)
                    .withFunction(batch.stream()
                            .map(sample -> newestBefore(stored, sample))
                            .toList());
            Evaluation evaluation = Evaluator.evaluate(
                    signal,
                    state,
                    index -> stored.stream()
                            .anyMatch(one -> !one.at().isBefore(batch.get(index).at())));
            transitions.addAll(evaluation.transitions());
            state = evaluation.state();
            from = to;
        }
        return transitions;
    }

    private static Optional<Point> newestBefore(List<Point> stored, Point sample) {
        return stored.stream()
                .filter(before -> SampleValues.isBefore(before, sample, Condition.MAX_GAP))
                .max(Comparator.comparing(Point::at).thenComparing(Point::value));
    }

    private static List<Double> values(SampleFunction function, Kind kind, Point... samples) {
        List<Optional<Point>> stored =
                List.of(samples).stream().map(_ -> Optional.<Point>empty()).toList();
        return SampleValues.of(new Threshold("requests", function), kind, List.of(samples), stored).stream()
                .map(Point::value)
                .toList();
    }
}
