package io.logaggregator.server.web;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.server.web.Conversions.InvalidValueException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The time range of a request, from the parameters {@code from} and {@code to}.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeRange(Instant from, Instant to) {

    static final String FROM = "from";
    static final String TO = "to";

    /** Included after now: the clock of a sender may be ahead, and its newest records are part of the result. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /** Description of the parameter {@code step}. */
    public static final String STEP =
            "Length of a step. Default: a round length that makes about 60 steps; the maximum is 1,500 steps.";

    private static final int DEFAULT_STEPS = 60;
    private static final int MAX_STEPS = 1_500;
    private static final Duration MIN_STEP = Duration.ofMillis(1);
    private static final Duration MAX_STEP = Duration.ofDays(36_500);
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

    /** Default and maximum length of the time range of a route. */
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Within {

        /** Maximum where the whole range is read for a response. */
        String MAX_SPAN = "${aggregator.api.max-time-range}";

        /** The length without {@code from}. */
        String value();

        /** The maximum length, or the placeholder of a setting; empty for no limit. */
        String max() default "";
    }

    private static TimeRange of(Optional<Instant> from, Optional<Instant> to, Instant now, Duration length) {
        Instant start =
                from.orElseGet(() -> latestOf(Instant.EPOCH, to.orElse(now).minus(length)));
        TimeRange range =
                new TimeRange(start, to.orElseGet(() -> latestOf(now, start).plus(CLOCK_SKEW)));
        if (!range.from.isBefore(range.to)) {
            throw ProblemException.invalidParameter(FROM, range.from, "before to, " + range.to);
        }
        return range;
    }

    private void checkLength(String max) {
        if (!max.isEmpty() && length().compareTo(DurationText.parse(max).plus(CLOCK_SKEW)) > 0) {
            throw ProblemException.invalidParameter(FROM, from, "at most " + max + " before to, " + to);
        }
    }

    /** The length of the steps of a series over this range; without a value, a round length that makes about 60 steps. */
    public Duration step(@Nullable Duration step) {
        if (step == null) {
            return defaultStep();
        }
        if (step.compareTo(MIN_STEP) < 0 || step.compareTo(MAX_STEP) > 0) {
            throw ProblemException.invalidParameter("step", step, "a duration of 1ms to 36500d");
        }
        if (length().dividedBy(step) >= MAX_STEPS) {
            throw ProblemException.invalidParameter(
                    "step", step, "more than " + length().dividedBy(MAX_STEPS) + " for this time range");
        }
        return step;
    }

    private Duration defaultStep() {
        return ROUND_STEPS.stream()
                .filter(step -> length().dividedBy(step) <= DEFAULT_STEPS)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(length().toDays() / DEFAULT_STEPS + 1));
    }

    private Duration length() {
        return Duration.between(from, to);
    }

    private static Instant latestOf(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Resolves the time range of a handler; now is truncated to seconds, so that equal requests within one are equal. */
    @Configuration(proxyBeanMethods = false)
    static class Resolver implements WebMvcConfigurer, HandlerMethodArgumentResolver {

        private final InstantSource clock;
        private final ConfigurableBeanFactory settings;

        Resolver(InstantSource clock, ConfigurableBeanFactory settings) {
            this.clock = clock;
            this.settings = settings;
        }

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(this);
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == TimeRange.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            Within within = Objects.requireNonNull(parameter.getParameterAnnotation(Within.class), parameter::toString);
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            TimeRange range = TimeRange.of(
                    instant(FROM, request, now), instant(TO, request, now), now, DurationText.parse(within.value()));
            range.checkLength(Objects.requireNonNull(settings.resolveEmbeddedValue(within.max())));
            return range;
        }

        private static Optional<Instant> instant(String name, NativeWebRequest request, Instant now) {
            String text = Objects.requireNonNullElse(request.getParameter(name), "");
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Conversions.instant(text, now));
            } catch (InvalidValueException e) {
                throw ProblemException.invalidParameter(name, text, e.expected());
            }
        }
    }
}
