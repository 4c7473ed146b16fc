package io.logaggregator.server.api;

import io.logaggregator.server.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The time a question is about.
 *
 * @param from the first instant
 * @param to the first instant after
 */
record TimeRange(Instant from, Instant to) {

    private static final String INSTANT =
            "RFC 3339 with its + as %2B, for example 2026-01-31T12:00:00Z, or -15m, -2h, -P7D";
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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

    /** Reads {@code from} and {@code to}; without them the span that ends now. */
    static TimeRange read(RequestParameters parameters, Duration span, Instant now) {
        Optional<Instant> to = instant(parameters, "to", now);
        Instant from = instant(parameters, "from", now)
                .orElseGet(() -> latestOf(EARLIEST, to.orElse(now).minus(span)));
        TimeRange range =
                new TimeRange(from, to.orElseGet(() -> latestOf(now, from).plus(CLOCKS_AHEAD)));
        if (!range.from.isBefore(range.to)) {
            throw RequestParameters.invalid("from", range.from, "before to, " + range.to);
        }
        return range;
    }

    /** This time, unless it is longer than it may be. */
    TimeRange within(Duration longest) {
        if (length().compareTo(longest.plus(CLOCKS_AHEAD)) > 0) {
            throw RequestParameters.invalid("from", from, "at most " + longest.toDays() + " days before to, " + to);
        }
        return this;
    }

    /** An instant, absolute or relative to now. */
    static Optional<Instant> instant(RequestParameters parameters, String name, Instant now) {
        return parameters.text(name).map(text -> {
            Instant instant = parse(name, text, now);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw RequestParameters.invalid(name, text, "a year from 1970 to 9999");
            }
            return instant;
        });
    }

    private static Instant parse(String name, String text, Instant now) {
        try {
            // In a URL a + that nobody encoded is a space.
            return text.startsWith("-") ? now.plus(DurationText.parse(text)) : Instant.parse(text.replace(' ', '+'));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw RequestParameters.invalid(name, text, INSTANT);
        }
    }

    /** Reads {@code step}; without it the round one that makes about 60 steps of this range. */
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

    /** A duration from none to {@code longest}. */
    static Duration duration(RequestParameters parameters, String name, Duration longest, Duration standard) {
        Optional<String> text = parameters.text(name);
        if (text.isEmpty()) {
            return standard;
        }
        String expected = DurationText.EXPECTED + ", at most " + longest;
        try {
            Duration duration = DurationText.parse(text.get());
            if (!duration.isNegative() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw RequestParameters.invalid(name, text.get(), expected);
        }
        throw RequestParameters.invalid(name, text.get(), expected);
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
