package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.OpenAlert;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import io.logaggregator.testkit.fakes.FakeLogMatching;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and inputs with their transitions, from opening to resolution; times are seconds since noon. */
class WorkedExamplesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<Severity, Double> HIGH_100 = Map.of(Severity.HIGH, 100.0);

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void transitions_areThoseOfExample(String name, Example example, Consumer<Example> input, List<String> expected) {
        input.accept(example);

        assertThat(example.timeline()).as(name).isEqualTo(expected);
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                arguments(
                        "late point in one batch",
                        metric(HIGH_100, 10, 0),
                        input(e -> e.batch(10, 0, 200, 10, 200, 5, 1)),
                        List.of("OPENED HIGH 10")),
                arguments(
                        "late point in batches of one",
                        metric(HIGH_100, 10, 0),
                        input(e -> e.point(0, 200, 0).point(10, 200, 10).point(5, 1, 11)),
                        List.of("OPENED HIGH 10")),
                arguments(
                        "late bad point",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(10, 1, 10).point(5, 200, 11)),
                        List.of()),
                arguments(
                        "one sample of a clock ahead",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(540, 1, 0).point(1, 500, 1)),
                        List.of("OPENED HIGH 1")),
                arguments(
                        "host ahead throughout",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(300, 200, 0).point(310, 1, 10).point(305, 200, 11)),
                        List.of("OPENED HIGH 300", "RESOLVED HIGH 310")),
                arguments(
                        "lagging host keeps its recovery period",
                        metric(HIGH_100, 0, 60),
                        input(e -> e.point(0, 200, 120)
                                .tick(124)
                                .point(5, 1, 125)
                                .tick(129)
                                .point(10, 200, 130)
                                .tick(190)),
                        List.of("OPENED HIGH 0")),
                arguments(
                        "recovery ends by time alone, but not before 5 seconds have passed",
                        metric(HIGH_100, 0, 20),
                        input(e -> e.point(0, 200, 0).point(5, 1, 5).tick(29)),
                        List.of("OPENED HIGH 0")),
                arguments(
                        "recovery ends by time alone",
                        metric(HIGH_100, 0, 20),
                        input(e -> e.point(0, 200, 0).point(5, 1, 5).tick(30)),
                        List.of("OPENED HIGH 0", "RESOLVED HIGH 25")),
                arguments(
                        "series without samples",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(0, 200, 0).stale(3_599)),
                        List.of("OPENED HIGH 0")),
                arguments(
                        "end of a series",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(0, 200, 0).stale(3_600)),
                        List.of("OPENED HIGH 0", "RESOLVED HIGH 3600")),
                arguments(
                        "series that returns",
                        metric(HIGH_100, 0, 0),
                        input(e -> e.point(0, 200, 0).point(3_700, 200, 3_700)),
                        List.of("OPENED HIGH 0", "RESOLVED HIGH 3600", "OPENED HIGH 3700")),
                arguments(
                        "gap restarts the pending period",
                        metric(HIGH_100, 600, 0),
                        input(e -> {
                            for (int second = 0; second <= 300; second += 60) {
                                e.point(second, 200, second);
                            }
                            for (int second = 700; second <= 1_420; second += 60) {
                                e.point(second, 200, second);
                            }
                        }),
                        List.of("OPENED HIGH 1300")),
                arguments(
                        "log count in reverse order",
                        new Example(
                                new LogCount("", List.of(), Duration.ofSeconds(60)), Map.of(Severity.HIGH, 5.0), 0, 0),
                        input(e -> e.events(10, 8, 6, 4, 2, 0).tick(70)),
                        List.of("OPENED HIGH 10", "RESOLVED HIGH 60")),
                arguments(
                        "no data of a lagging clock",
                        noData(40),
                        input(e -> {
                            for (int second = 0; second <= 120; second += 3) {
                                e.point(second - 120, 1, second).noData(second + 2);
                            }
                        }),
                        List.of()),
                arguments(
                        "no data of a clock ahead",
                        noData(15),
                        input(e -> e.point(30, 1, 0).noData(14).noData(16)),
                        List.of("OPENED HIGH 15")),
                arguments(
                        "relaxed threshold starts the recovery at the edit",
                        metric(Map.of(Severity.MEDIUM, 80.0), 0, 15),
                        input(e -> e.point(0, 85, 0)
                                .edit(2, Map.of(Severity.HIGH, 95.0))
                                .point(5, 85, 5)
                                .point(10, 85, 10)
                                .point(15, 85, 15)
                                .point(20, 85, 20)),
                        List.of("OPENED MEDIUM 0", "RESOLVED MEDIUM 17")),
                arguments(
                        "relaxed threshold that the next value exceeds",
                        metric(Map.of(Severity.MEDIUM, 80.0), 0, 15),
                        input(e -> e.point(0, 85, 0)
                                .edit(2, Map.of(Severity.HIGH, 95.0))
                                .point(5, 85, 5)
                                .point(10, 96, 10)),
                        List.of("OPENED MEDIUM 0", "RAISED HIGH 10")),
                arguments(
                        "resolved by hand suppresses its severity alone",
                        metric(Map.of(Severity.LOW, 10.0, Severity.CRITICAL, 100.0), 0, 0),
                        input(e -> e.point(0, 50, 0).resolve(1).point(5, 60, 5).point(10, 500, 10)),
                        List.of("OPENED LOW 0", "RESOLVED LOW 1", "OPENED CRITICAL 10")),
                arguments(
                        "edit of the description",
                        metric(HIGH_100, 20, 0),
                        input(e -> e.point(0, 200, 0)
                                .point(10, 200, 10)
                                .edit(15, HIGH_100)
                                .point(20, 200, 20)),
                        List.of("OPENED HIGH 20")));
    }

    private static Consumer<Example> input(Consumer<Example> input) {
        return input;
    }

    private static Example metric(Map<Severity, Double> thresholds, int pending, int recovery) {
        return new Example(new Threshold("load"), thresholds, pending, recovery);
    }

    private static Example noData(double seconds) {
        return new Example(new NoData(NoData.Of.HOST, NoData.FORGET_AFTER), Map.of(Severity.HIGH, seconds), 0, 0);
    }

    private static Instant at(long second) {
        return NOON.plusSeconds(second);
    }

    /** A rule with its states. */
    private static final class Example {

        private final FakeAlertStates store = new FakeAlertStates();
        private AlertRule rule;

        Example(Condition condition, Map<Severity, Double> thresholds, int pending, int recovery) {
            rule = rule(
                    1,
                    new RuleDefinition(
                            "example",
                            "",
                            true,
                            condition,
                            new SeverityThresholds(Comparison.ABOVE, thresholds),
                            Duration.ofSeconds(pending),
                            new Recovery(OptionalDouble.empty(), Duration.ofSeconds(recovery)),
                            Matchers.ALL));
        }

        private static AlertRule rule(long version, RuleDefinition definition) {
            return new AlertRule(new UUID(1, 2), version, Origin.API, NOON, definition);
        }

        private AlertEngine engine() {
            return new AlertEngine(store);
        }

        Example point(long second, double value, long appended) {
            store.ingest(rules(), List.of(sample(second, value, appended)));
            return this;
        }

        Example batch(long appended, double... timesAndValues) {
            Stream.Builder<MetricSample> samples = Stream.builder();
            for (int index = 0; index < timesAndValues.length; index += 2) {
                samples.add(sample((long) timesAndValues[index], timesAndValues[index + 1], appended));
            }
            store.ingest(rules(), samples.build().toList());
            return this;
        }

        private static MetricSample sample(long second, double value, long appended) {
            return new MetricSample(
                    "web-1", "load", value, at(second), at(appended), MetricSample.Kind.GAUGE, new TreeMap<>());
        }

        private RuleSet rules() {
            return RuleSet.of(rule.version(), List.of(rule), FakeLogMatching.ALL);
        }

        Example events(long... seconds) {
            for (long second : seconds) {
                engine().evaluate(
                                0,
                                (_, _) -> List.of(new Signal(
                                        rule, new Labels(new TreeMap<>()), List.of(new Point(at(second), 1)))),
                                List.of());
            }
            return this;
        }

        Example tick(long watermark) {
            engine().evaluateDue(List.of(rule), at(watermark), 100);
            return this;
        }

        Example stale(long watermark) {
            engine().resolveStale(List.of(rule), at(watermark), 100);
            return this;
        }

        Example noData(long watermark) {
            if (rule.definition().condition() instanceof NoData noData) {
                engine().evaluateNoData(rule, noData, at(watermark), 100);
            }
            return this;
        }

        Example edit(long second, Map<Severity, Double> thresholds) {
            RuleDefinition old = rule.definition();
            AlertRule after = rule(
                    rule.version() + 1,
                    new RuleDefinition(
                            old.name(),
                            "edited",
                            true,
                            old.condition(),
                            new SeverityThresholds(Comparison.ABOVE, thresholds),
                            old.pendingPeriod(),
                            old.recovery(),
                            old.matchers()));
            engine().edit(new RuleEdit(old, after.definition()), after, "anna", at(second));
            rule = after;
            return this;
        }

        Example resolve(long second) {
            store.load(new StateRequest.OfRule(rule.id(), StateRequest.Lock.WAIT))
                    .forEach(stored -> stored.state()
                            .openAlert()
                            .ifPresent(
                                    open -> engine().act(alert(open), AlertStatus.RESOLVED, "", "anna", at(second))));
            return this;
        }

        private Alert alert(OpenAlert open) {
            Labels labels = Labels.ofHost("web-1", Map.of());
            return new Alert(
                    open.id(),
                    rule.id(),
                    "example",
                    labels.fingerprint(rule),
                    labels,
                    open.severity(),
                    open.highest(),
                    AlertStatus.OPEN,
                    open.openedAt(),
                    Optional.empty(),
                    Optional.empty(),
                    open.last().at(),
                    open.last().value(),
                    open.peak(),
                    0,
                    open.occurrences(),
                    Optional.empty());
        }

        List<String> timeline() {
            return store.transitions().stream().map(Example::line).toList();
        }

        private static String line(AlertTransition transition) {
            return transition.kind() + " " + transition.severity() + " "
                    + Duration.between(NOON, transition.at()).toSeconds();
        }
    }
}
