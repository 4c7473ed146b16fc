package io.logaggregator.core.alerting.backtest;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.NOON;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.THRESHOLDS;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.at;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.definition;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.point;
import static io.logaggregator.core.alerting.engine.EvaluatedSeries.recovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.engine.EvaluatedSeries;
import io.logaggregator.core.alerting.engine.RandomStream;
import io.logaggregator.core.alerting.kinds.Aggregate;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.Composite.Operator;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktestTest {

    private static final Labels HOST = Labels.ofHost("web-1", Map.of());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void backtest_findsAlertsOfLiveEvaluation(long seed) {
        Random random = new Random(seed);
        RuleDefinition rule = RandomStream.rule(random);
        List<Point> points = RandomStream.samples(random, 2_500);
        Instant end = points.getLast().at().plusSeconds(1);

        EvaluatedSeries live = RandomStream.replayInBatches(random, new EvaluatedSeries(rule), points);
        live.elapse(Duration.between(NOON, end).toMillis() / 1000.0);
        BacktestResult result = run(rule, end, points);

        assertThat(result.openings().reversed())
                .extracting(Opening::openedAt)
                .containsExactlyElementsOf(times(live, Kind.OPENED));
        assertThat(result.openings().reversed())
                .extracting(Opening::resolvedAt)
                .filteredOn(Optional::isPresent)
                .extracting(Optional::get)
                .containsExactlyElementsOf(times(live, Kind.RESOLVED));
        assertThat(result.openedTotal()).isPositive();
    }

    @Test
    void backtest_evaluatesRateOfCounter() {
        RuleDefinition rule = definition(
                new Threshold("requests", SampleFunction.RATE),
                Comparison.ABOVE,
                Map.of(Severity.HIGH, 5.0),
                0,
                Recovery.IMMEDIATE);

        BacktestResult result = run(
                rule,
                at(1000),
                List.of(point(0, 1_000), point(10, 1_010), point(20, 1_110), point(30, 5), point(40, 10)));

        assertThat(result.openings()).hasSize(1);
        assertThat(result.openings().getFirst().openedAt()).isEqualTo(at(20));
        assertThat(result.openings().getFirst().resolvedAt()).contains(at(30));
        assertThat(result.openings().getFirst().peak()).isEqualTo(10);
    }

    /** The members fire exactly while the value is above 0.3 and above 0.6, so that the composite can be computed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void composite_equalsDirectComputation(long seed) {
        Random random = new Random(seed);
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < 2_000; second += 1 + random.nextInt(20)) {
            points.add(point(second, random.nextInt(10) / 10.0));
        }
        AlertRule low = member(1, "low", Severity.LOW, 0.3);
        AlertRule high = member(2, "high", Severity.HIGH, 0.6);
        Supplier<List<AlertRule>> rules = () -> List.of(low, high);
        Composite onlyLow = new Composite(Operator.AND, List.of("Low"), List.of("high"), 0, List.of("host"));
        Composite either =
                new Composite(Operator.OR, List.of("low", high.id().toString()), List.of(), 0, List.of("host"));

        assertThat(openings(onlyLow, rules, points)).isEqualTo(direct(points, value -> value > 0.3 && value <= 0.6));
        assertThat(openings(either, rules, points)).isEqualTo(direct(points, value -> value > 0.3));
        assertThat(run(ruleOf(either), rules, points).openings())
                .allSatisfy(opening -> assertThat(opening.labels()).isEqualTo(HOST))
                .extracting(Opening::highest)
                .contains(Severity.LOW, Severity.HIGH);
    }

    private static List<Instant> openings(Composite composite, Supplier<List<AlertRule>> rules, List<Point> points) {
        return run(ruleOf(composite), rules, points).openings().reversed().stream()
                .flatMap(opening ->
                        Stream.of(opening.openedAt(), opening.resolvedAt().orElse(at(2_100))))
                .toList();
    }

    /** The times at which a condition begins and ends. */
    private static List<Instant> direct(List<Point> points, DoublePredicate condition) {
        List<Instant> times = new ArrayList<>();
        for (Point point : points) {
            if (condition.test(point.value()) != (times.size() % 2 == 1)) {
                times.add(point.at());
            }
        }
        if (times.size() % 2 == 1) {
            times.add(at(2_100));
        }
        return times;
    }

    @Test
    void composite_firesAtTheEndOfItsPendingPeriod() {
        AlertRule low = member(1, "low", Severity.LOW, 0.3);
        Composite composite = new Composite(Operator.AND, List.of("low"), List.of(), 0, List.of());
        RuleDefinition rule = new RuleDefinition(
                "composite",
                "",
                true,
                composite,
                composite.ownThresholds().orElseThrow(),
                Duration.ofSeconds(60),
                Recovery.IMMEDIATE,
                Matchers.ALL);

        BacktestResult result = run(
                rule,
                () -> List.of(low),
                List.of(point(0, 1), point(50, 0), point(100, 1), point(300, 0), point(400, 1)));

        assertThat(result.openings())
                .extracting(Opening::openedAt, Opening::resolvedAt)
                .containsExactly(tuple(at(460), Optional.empty()), tuple(at(160), Optional.of(at(300))));
    }

    private static AlertRule member(int number, String name, Severity severity, double threshold) {
        RuleDefinition definition = new RuleDefinition(
                name,
                "",
                true,
                new Threshold("cpu"),
                new SeverityThresholds(Comparison.ABOVE, Map.of(severity, threshold)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
        return new AlertRule(new UUID(0, number), 0, AlertRule.Origin.API, NOON, definition);
    }

    private static RuleDefinition ruleOf(Composite composite) {
        return new RuleDefinition(
                "composite",
                "",
                true,
                composite,
                composite.ownThresholds().orElseThrow(),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private static BacktestResult run(RuleDefinition rule, Supplier<List<AlertRule>> rules, List<Point> points) {
        return new Backtest(new OneThing(points), query -> LogCondition.ALL, rules, 1000).run(rule, NOON, at(2_100));
    }

    @Test
    void scheduled_hasPendingPeriodAndGapsOfItsInterval() {
        BacktestResult result = run(
                definition(
                        new Aggregate(
                                "cpu",
                                MetricFunction.AVG,
                                List.of(),
                                Duration.ofHours(1),
                                Duration.ofMinutes(10),
                                Duration.ZERO),
                        Comparison.ABOVE,
                        Map.of(Severity.HIGH, 0.8),
                        1_200,
                        Recovery.IMMEDIATE),
                at(4_800),
                List.of(
                        point(0, 0.9),
                        point(600, 0.9),
                        // further away than two intervals: the pending period restarts
                        point(2_400, 0.9),
                        point(3_000, Double.NaN),
                        point(3_600, 0.9),
                        point(4_200, 0.5)));

        assertThat(result.openings())
                .containsExactly(new Opening(Labels.NONE, at(3_600), Optional.of(at(4_200)), Severity.HIGH, 0.9, 1));
    }

    @Test
    void shareOfTime_leavesOutGaps() {
        BacktestResult result = run(
                definition(new Threshold("cpu"), Comparison.ABOVE, Map.of(Severity.HIGH, 0.8), 0, Recovery.IMMEDIATE),
                at(1000),
                List.of(point(0, 0.9), point(100, 0.5), point(200, 0.9), point(600, 0.5), point(800, 0.5)));

        assertThat(result.shareOfTimeAbove()).isEqualTo(0.25);
        assertThat(result.shareOfTimeOpen()).isEqualTo(0.5);
    }

    @Test
    void overAThousandAlerts_areCountedNewestListed() {
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < 5_000; second++) {
            points.add(point(second, second % 2));
        }

        BacktestResult result = run(
                definition(new Threshold("cpu"), Comparison.ABOVE, Map.of(Severity.HIGH, 0.8), 0, Recovery.IMMEDIATE),
                at(5_000),
                points);

        assertThat(result.openedTotal()).isEqualTo(2_500);
        assertThat(result.openings()).hasSize(1_000);
        assertThat(result.openings().getFirst().openedAt()).isEqualTo(at(4_999));
    }

    @Test
    void logCount_isAboveWhileTheWindowExceeds() {
        BacktestResult result = run(
                definition(
                        new LogCount("", List.of(), Duration.ofMinutes(1)),
                        Comparison.ABOVE,
                        Map.of(Severity.HIGH, 2.0),
                        0,
                        Recovery.IMMEDIATE),
                at(200),
                List.of(point(1, 2), point(11, 1), point(100, 1)));

        assertThat(result.openings())
                .containsExactly(new Opening(HOST, at(11), Optional.of(at(61)), Severity.HIGH, 3, 1));
        assertThat(result.shareOfTimeAbove()).isEqualTo(50.0 / 200);
    }

    @Test
    void logCount_skipsGroupsBeyondTheLimit_untilOthersEnd() {
        RuleDefinition rule = definition(
                new LogCount("", List.of(LogField.Standard.HOST), Duration.ofSeconds(60), Duration.ZERO),
                Comparison.ABOVE,
                Map.of(Severity.HIGH, 0.0),
                0,
                Recovery.IMMEDIATE);
        StoredHistory history = new OneThing(List.of()) {
            @Override
            public void logCounts(
                    LogCondition condition,
                    Matchers matchers,
                    List<LogField> groupBy,
                    Duration bucket,
                    Instant from,
                    Instant to,
                    Sink sink) {
                sink.accept(host("a"), point(0, 1));
                sink.accept(host("b"), point(0, 1));
                sink.accept(host("skipped"), point(0, 1));
                sink.accept(host("a"), point(100, 1));
                sink.accept(host("c"), point(121, 1));
                sink.accept(host("b"), point(123, 1));
            }
        };

        BacktestResult result = new Backtest(history, query -> LogCondition.ALL, List::of, 2).run(rule, NOON, at(300));

        assertThat(result.openings())
                .extracting(opening -> opening.labels().host(), Opening::openedAt)
                .containsExactlyInAnyOrder(
                        tuple("a", at(0)), tuple("b", at(0)), tuple("a", at(100)), tuple("c", at(121)));
        assertThat(result.groupsLeftOut()).isEqualTo(2);
    }

    private static Labels host(String name) {
        return Labels.ofHost(name, Map.of());
    }

    @Test
    void noData_endsExpectationAfterForgetAfter() {
        BacktestResult result = run(
                definition(
                        new NoData(NoData.Of.HOST, Duration.ofMinutes(10)),
                        Comparison.ABOVE,
                        Map.of(Severity.LOW, 60.0, Severity.HIGH, 300.0),
                        0,
                        Recovery.IMMEDIATE),
                at(2_100),
                List.of(point(0, 0), point(100, 0), point(2_000, 0)));

        assertThat(result.openings())
                .extracting(Opening::openedAt, Opening::resolvedAt, Opening::highest)
                .containsExactly(
                        tuple(at(2_060), Optional.empty(), Severity.LOW),
                        tuple(at(160), Optional.of(at(700)), Severity.HIGH),
                        tuple(at(60), Optional.of(at(100)), Severity.LOW));
    }

    @Test
    void emptyOrTooLongRange_isRejected() {
        RuleDefinition rule = definition(new Threshold("cpu"), Comparison.ABOVE, THRESHOLDS, 0, recovery(60));

        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> run(rule, NOON, List.of()))
                .withMessageContaining("to: " + NOON + " (expected: after from");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> run(rule, NOON.plus(Backtest.MAX_RANGE).plusMillis(1), List.of()))
                .withMessageContaining("at most 31 days before to");
    }

    private static List<Instant> times(EvaluatedSeries live, Kind kind) {
        return live.transitions().stream()
                .filter(transition -> transition.kind() == kind)
                .map(AlertTransition::at)
                .toList();
    }

    private static BacktestResult run(RuleDefinition rule, Instant to, List<Point> points) {
        return new Backtest(new OneThing(points), query -> LogCondition.ALL).run(rule, NOON, to);
    }

    /** The history of a single series, for any query. */
    private static class OneThing implements StoredHistory {

        private final List<Point> points;

        OneThing(List<Point> points) {
            this.points = points;
        }

        @Override
        public void scheduled(ScheduledQuery query, ScheduledQuery.Sink sink) {
            points.forEach(point -> sink.accept(Labels.NONE, point.at(), List.of(point)));
        }

        @Override
        public void samples(String metric, Matchers matchers, Instant from, Instant to, SampleSink sink) {
            points.forEach(point -> sink.accept(HOST, MetricSample.Kind.CUMULATIVE, point));
        }

        @Override
        public void logCounts(
                LogCondition condition,
                Matchers matchers,
                List<LogField> groupBy,
                Duration bucket,
                Instant from,
                Instant to,
                Sink sink) {
            points.forEach(point -> sink.accept(HOST, point));
        }

        @Override
        public void hostActivity(
                Condition.NoData.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink) {
            points.forEach(point -> sink.accept(HOST, point));
        }
    }
}
