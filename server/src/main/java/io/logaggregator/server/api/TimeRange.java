package io.logaggregator.server.api;

import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.settings.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The time a question is about.
 *
 * @param from the first instant
 * @param to the first instant after
 */
record TimeRange(Instant from, Instant to) {

    private static final Instant EARLIEST = Instant.EPOCH;

    /** Senders' clocks may be ahead; what they have just sent is not to be missing. */
    static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);

    private static final int USUAL_STEPS = 60;
    private static final int MOST_STEPS = 1_500;

    private static final List<Duration> ROUND_STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12));

    /**
     * Reads {@code from} and {@code to} of a route that is {@link Within} a time; without them the usual one. Now is a whole
     * second, so that all who ask within it ask the same.
     */
    static TimeRange read(RequestParameters parameters, Instant moment) {
        Instant now = moment.truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> to = parameters.instant("to", now);
        Duration span = DurationText.parse(parameters.standard("from"));
        Instant from = parameters
                .instant("from", now)
                .orElseGet(() -> latestOf(EARLIEST, to.orElse(now).minus(span)));
        TimeRange range =
                new TimeRange(from, to.orElseGet(() -> latestOf(now, from).plus(CLOCKS_AHEAD)));
        if (!range.from.isBefore(range.to)) {
            throw RequestParameters.invalid("from", range.from, "before to, " + range.to);
        }
        range.refuseLongerThan(parameters.highest("from"));
        return range;
    }

    private void refuseLongerThan(String longest) {
        if (!longest.isEmpty() && length().compareTo(DurationText.parse(longest).plus(CLOCKS_AHEAD)) > 0) {
            throw RequestParameters.invalid("from", from, "at most " + longest + " before to, " + to);
        }
    }

    /** Reads {@code step} of a route {@link InSteps}; without it the round one that makes about 60 steps of this range. */
    Duration step(RequestParameters parameters) {
        Optional<String> text = parameters.text("step");
        if (text.isEmpty()) {
            return usualStep();
        }
        Duration step = positive("step", text.get());
        if (length().dividedBy(step) >= MOST_STEPS) {
            throw RequestParameters.invalid(
                    "step", text.get(), "more than " + length().dividedBy(MOST_STEPS) + " for so long a time");
        }
        return step;
    }

    private static Duration positive(String name, String text) {
        try {
            Duration duration = DurationText.parse(text);
            if (duration.compareTo(Duration.ofMillis(1)) >= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw RequestParameters.invalid(name, text, DurationText.EXPECTED);
        }
        throw RequestParameters.invalid(name, text, DurationText.EXPECTED);
    }

    private Duration usualStep() {
        return ROUND_STEPS.stream()
                .filter(step -> length().dividedBy(step) <= USUAL_STEPS)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(length().toDays() / USUAL_STEPS + 1));
    }

    private Duration length() {
        return Duration.between(from, to);
    }

    private static Instant latestOf(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
