package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.LoadRule.METRIC;
import static io.logaggregator.core.alerting.engine.LoadRule.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import io.logaggregator.testkit.oracle.ThresholdOracle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules P1 to P6 and P9: the transitions of metric rules do not depend on batches, on ticks, on restarts or on inactive states that
 * were deleted, for senders on time, behind, ahead, and corrected.
 */
class SampleOrderTest {

    private static final int SEQUENCES = 300;

    /** In memory, 3,000 sequences of all seeds together. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void transitions_areEqual_forAnyCut(long seed) {
        Random random = new Random(seed);
        int transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            AlertRule rule = rule(random);
            List<MetricSample> samples = samples(random);
            RuleSet rules = LoadRule.only(rule);
            List<AlertTransition> single = run(rules, samples, () -> 1, false, random);

            String description = "seed " + seed + ", sequence " + sequence + ", " + rule.definition();
            assertThat(run(rules, samples, samples::size, false, random))
                    .as(description)
                    .isEqualTo(single);
            assertThat(run(rules, samples, () -> 1 + random.nextInt(5), false, random))
                    .as(description)
                    .isEqualTo(single);
            assertThat(run(rules, samples, () -> 1 + random.nextInt(3), true, random))
                    .as(description)
                    .isEqualTo(single);
            assertThat(lines(single)).as(description).isEqualTo(expected(rule, samples));
            transitions += single.size();
        }
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    /** Rule P7: samples of a host that arrive in any order, within the delay, are evaluated in the order of their times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void delayedTransitions_areThoseInOrder_forAnyOrderOfArrival(long seed) {
        Random random = new Random(seed);
        int transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Duration delay = Duration.ofSeconds(1 + random.nextInt(3_600));
            AlertRule rule = delayed(rule(random), delay);
            List<MetricSample> inOrder = samples(random).stream()
                    .map(sample -> LoadRule.sample(
                            sample.host(),
                            sample.value(),
                            sample.observedAt(),
                            sample.observedAt().plus(delay)))
                    .sorted(Comparator.comparing(MetricSample::observedAt)
                            .thenComparing(MetricSample::value, Comparator.reverseOrder()))
                    .toList();

            List<AlertTransition> delayedTransitions = runDelayed(rule, inOrder, random);

            assertThat(lines(delayedTransitions))
                    .as("seed " + seed + ", sequence " + sequence + ", " + rule.definition())
                    .isEqualTo(expected(rule, inOrder));
            transitions += delayedTransitions.size();
        }
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    private static AlertRule delayed(AlertRule rule, Duration delay) {
        RuleDefinition definition = rule.definition();
        Threshold condition = (Threshold) definition.condition();
        return LoadRule.above(
                definition.thresholds().bySeverity(),
                new Threshold(METRIC, condition.fn(), condition.maxGap(), condition.staleAfter(), delay),
                definition.pendingPeriod(),
                definition.recovery(),
                Matchers.ALL);
    }

    /** Evaluates ranges of random lengths, as ticks do, some of them followed by the deletion of inactive states. */
    private static List<AlertTransition> runDelayed(AlertRule rule, List<MetricSample> inOrder, Random random) {
        FakeAlertStates store = new FakeAlertStates();
        store.store(inOrder);
        Instant after = inOrder.getFirst().observedAt().minusMillis(1);
        Instant last = inOrder.getLast().observedAt().plus(Duration.ofHours(3));
        while (after.isBefore(last)) {
            Instant from = after;
            Instant until = after.plusMillis(1 + random.nextInt(random.nextBoolean() ? 2_000 : 300_000));
            new AlertEngine(store)
                    .evaluateDelayed(
                            rule,
                            inOrder.stream()
                                    .filter(sample -> sample.observedAt().isAfter(from)
                                            && !sample.observedAt().isAfter(until))
                                    .toList(),
                            until,
                            1_000);
            new AlertEngine(store).resolveStale(List.of(rule), until, 1_000);
            if (random.nextBoolean()) {
                store.deleteInactive();
            }
            after = until;
        }
        List<AlertTransition> transitions = new ArrayList<>(store.transitions("a"));
        transitions.addAll(store.transitions("b"));
        return transitions;
    }

    private static List<String> lines(List<AlertTransition> transitions) {
        return transitions.stream()
                .map(one -> one.kind() + " " + one.severity() + " " + one.at())
                .toList();
    }

    /** The transitions by an independent implementation. */
    private static List<String> expected(AlertRule rule, List<MetricSample> samples) {
        return Stream.of("a", "b")
                .flatMap(host -> ThresholdOracle.transitions(
                        rule.definition(),
                        samples.stream()
                                .filter(sample -> sample.host().equals(host))
                                .map(sample -> new ThresholdOracle.Sample(
                                        sample.observedAt(), sample.queuedAt(), sample.value()))
                                .toList(),
                        end(samples))
                        .stream())
                .map(one -> one.kind() + " " + one.severity() + " " + one.at())
                .toList();
    }

    private interface Size {
        int next();
    }

    /** @param timed with ticks between batches, each followed by the deletion of inactive states */
    private static List<AlertTransition> run(
            RuleSet rules, List<MetricSample> samples, Size size, boolean timed, Random random) {
        FakeAlertStates store = new FakeAlertStates();
        int from = 0;
        while (from < samples.size()) {
            int to = Math.min(samples.size(), from + size.next());
            store.ingest(rules, samples.subList(from, to));
            if (timed && to < samples.size()) {
                Instant last = samples.get(to - 1).queuedAt();
                long gap = Duration.between(last, samples.get(to).queuedAt()).toMillis();
                tick(store, rules, last.plusMillis(random.nextLong(gap + 1)));
                store.deleteInactive();
            }
            from = to;
        }
        tick(store, rules, end(samples));
        List<AlertTransition> transitions = new ArrayList<>(store.transitions("a"));
        transitions.addAll(store.transitions("b"));
        return transitions;
    }

    private static void tick(FakeAlertStates store, RuleSet rules, Instant watermark) {
        new AlertEngine(store).evaluateDue(rules.rules(), watermark, 1_000);
        new AlertEngine(store).resolveStale(rules.rules(), watermark, 1_000);
    }

    private static Instant end(List<MetricSample> samples) {
        return samples.getLast().queuedAt().plus(Duration.ofHours(3));
    }

    private static AlertRule rule(Random random) {
        Duration maxGap = Duration.ofMinutes(1 + random.nextInt(5));
        Optional<Duration> staleAfter = random.nextBoolean() ? Optional.of(Duration.ofMinutes(5)) : Optional.empty();
        Map<Severity, Double> thresholds = random.nextBoolean()
                ? Map.of(Severity.HIGH, 100.0)
                : Map.of(Severity.LOW, 50.0, Severity.HIGH, 100.0, Severity.CRITICAL, 150.0);
        Duration pendingPeriod = Duration.ofSeconds(random.nextInt(3) * 10L);
        Recovery recovery = new Recovery(
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(40),
                Duration.ofSeconds(random.nextInt(4) * 10L));
        return LoadRule.above(
                thresholds,
                new Threshold(METRIC, SampleFunction.VALUE, maxGap, staleAfter),
                pendingPeriod,
                recovery,
                Matchers.ALL);
    }

    /** Samples of two hosts in queue order, each with a clock and a path of its own. */
    private static List<MetricSample> samples(Random random) {
        List<MetricSample> samples = new ArrayList<>(samples(random, "a"));
        samples.addAll(samples(random, "b"));
        samples.sort(Comparator.comparing(MetricSample::queuedAt));
        return samples;
    }

    private static List<MetricSample> samples(Random random, String host) {
        int mode = random.nextInt(6);
        long lag = mode == 1 ? random.nextInt(3_600_000) : mode == 2 ? -random.nextInt(600_000) : 0;
        int corrected = 5 + random.nextInt(10);
        List<MetricSample> samples = new ArrayList<>();
        Instant appended = NOON;
        for (int number = 0; number < 20; number++) {
            appended = appended.plusMillis(
                    switch (random.nextInt(12)) {
                        case 0 -> 300_000 + random.nextInt(3) - 1;
                        case 1 -> 0;
                        case 2 -> 40_000;
                        default -> random.nextInt(8_000);
                    });
            Instant at = appended.minusMillis(lag);
            if (mode == 2 && number > corrected) {
                at = appended;
            } else if (mode == 3 && number == corrected) {
                at = appended.plusSeconds(random.nextInt(600));
            } else if (mode == 4 && random.nextInt(3) == 0) {
                at = at.minusMillis(random.nextInt(20_000));
            } else if (mode == 5 && !samples.isEmpty() && random.nextInt(4) == 0) {
                at = samples.getLast().observedAt();
            }
            double value = random.nextInt(4) * 50 + random.nextInt(20);
            samples.add(LoadRule.sample(host, value, at, appended));
        }
        return samples;
    }
}
