package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.testkit.oracle.ThresholdOracle.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/** Random threshold rules, and samples of senders that are on time, late, lagging or ahead. Reproducible by seed. */
public final class RandomSamples {

    private static final long MAX_GAP_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Random random;

    /** Behavior of a sender. */
    private enum Sender {
        ON_TIME,
        OUT_OF_ORDER,
        LAGGING,
        AHEAD,
        AHEAD_ONCE,
        CORRECTED
    }

    public RandomSamples(Random random) {
        this.random = random;
    }

    /** A rule with thresholds of two decimals, so that binary arithmetic would round. */
    public RuleDefinition rule(String name, String metric) {
        boolean above = random.nextInt(4) > 0;
        long sign = above ? 1 : -1;
        TreeMap<Severity, Double> thresholds = new TreeMap<>();
        long threshold = 100L + random.nextInt(100);
        long lowest = threshold;
        for (Severity severity : Severity.values()) {
            if (random.nextInt(3) > 0 || (severity == Severity.CRITICAL && thresholds.isEmpty())) {
                lowest = thresholds.isEmpty() ? threshold : lowest;
                thresholds.put(severity, hundredths(threshold));
                threshold += sign * (1 + random.nextInt(15));
            }
        }
        OptionalDouble recovery = random.nextBoolean()
                ? OptionalDouble.of(hundredths(lowest - sign * random.nextInt(12)))
                : OptionalDouble.empty();
        return new RuleDefinition(
                name,
                "",
                true,
                new Threshold(metric, SampleFunction.VALUE, Condition.MAX_GAP, Optional.empty()),
                new SeverityThresholds(above ? Comparison.ABOVE : Comparison.BELOW, thresholds),
                Duration.ofSeconds(random.nextInt(3) * 20L),
                new Recovery(recovery, Duration.ofSeconds(random.nextInt(3) * 20L)),
                Matchers.ALL);
    }

    private static double hundredths(long number) {
        return BigDecimal.valueOf(number, 2).doubleValue();
    }

    /** The samples of one series in the order of the queue. Append times never decrease. */
    public List<Sample> samples(RuleDefinition rule, Instant begin, int count) {
        Sender sender = Sender.values()[random.nextInt(Sender.values().length)];
        long offset = 1000L * (30 + random.nextInt(sender == Sender.LAGGING ? 3_570 : 570));
        List<Sample> samples = new ArrayList<>();
        long millis = 0;
        for (int number = 0; number < count; number++) {
            millis += step();
            long ahead = switch (sender) {
                case ON_TIME, OUT_OF_ORDER -> -random.nextInt(2_000);
                case LAGGING -> -offset;
                case AHEAD -> offset;
                case AHEAD_ONCE -> number == count / 3 ? offset : 0;
                case CORRECTED -> number < count / 2 ? offset : 0;
            };
            samples.add(new Sample(begin.plusMillis(millis + ahead), begin.plusMillis(millis), value(rule)));
        }
        return sender == Sender.OUT_OF_ORDER || random.nextInt(4) == 0 ? disordered(samples) : samples;
    }

    private long step() {
        return switch (random.nextInt(40)) {
            case 0 -> MAX_GAP_MILLIS;
            case 1 -> MAX_GAP_MILLIS - 1;
            case 2 -> MAX_GAP_MILLIS + 1;
            case 3 -> 400_000;
            default -> 1_000L * (1 + random.nextInt(15));
        };
    }

    /** A value near a threshold or a recovery threshold, often exactly at it. */
    private double value(RuleDefinition rule) {
        List<Double> thresholds = List.copyOf(rule.thresholds().bySeverity().values());
        double near = rule.recovery().threshold().isPresent() && random.nextInt(3) == 0
                ? rule.recovery().threshold().getAsDouble()
                : thresholds.get(random.nextInt(thresholds.size()));
        long hundredths = BigDecimal.valueOf(near).movePointRight(2).longValueExact();
        return hundredths(hundredths + (random.nextInt(4) == 0 ? random.nextInt(61) - 30 : random.nextInt(5) - 2));
    }

    /** Samples that change places with others, and repeated ones; the append times stay in place. */
    private List<Sample> disordered(List<Sample> samples) {
        List<Sample> moved = new ArrayList<>(samples);
        for (int index = 0; index + 4 <= moved.size(); index += 4) {
            if (random.nextBoolean()) {
                Collections.shuffle(moved.subList(index, index + 4), random);
            }
        }
        List<Sample> result = new ArrayList<>();
        for (int index = 0; index < moved.size(); index++) {
            Instant appendedAt = samples.get(index).appendedAt();
            result.add(new Sample(
                    moved.get(index).at(), appendedAt, moved.get(index).value()));
            if (random.nextInt(10) == 0) {
                result.add(new Sample(
                        moved.get(index).at(), appendedAt, moved.get(index).value()));
            }
        }
        return result;
    }

    /** The series of a sequence, by host. */
    public Map<String, List<Sample>> hosts(RuleDefinition rule, Instant begin, int hosts, int samples) {
        Map<String, List<Sample>> series = new TreeMap<>();
        for (int host = 1; host <= hosts; host++) {
            series.put("web-" + host, samples(rule, begin, samples));
        }
        return series;
    }
}
