package io.logaggregator.server.settings.values;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Bounds of a number, duration or size, both inclusive, written as in application.yaml. */
@Target(FIELD)
@Retention(RUNTIME)
@Constraint(validatedBy = Between.Validator.class)
public @interface Between {

    String min();

    String max();

    /** Also accepts 0, which disables the feature. */
    boolean orZero() default false;

    String message() default "{min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Compares values in their smallest unit. */
    final class Validator implements ConstraintValidator<Between, Object> {

        private String min = "";
        private String max = "";
        private boolean orZero;

        @Override
        public void initialize(Between bounds) {
            min = bounds.min();
            max = bounds.max();
            orZero = bounds.orZero();
        }

        @Override
        public boolean isValid(Object value, ConstraintValidatorContext context) {
            return switch (value) {
                case Duration duration -> isValid(nanos(duration), nanos(min), nanos(max));
                case DataSize size ->
                    isValid(
                            size.toBytes(),
                            DataSize.parse(min).toBytes(),
                            DataSize.parse(max).toBytes());
                case Number number -> isValid(number.longValue(), Long.parseLong(min), Long.parseLong(max));
                default -> throw new IllegalArgumentException(value.getClass() + " (expected: a number or quantity)");
            };
        }

        private boolean isValid(long value, long lowest, long highest) {
            return (value >= lowest && value <= highest) || (orZero && value == 0);
        }

        private static long nanos(String duration) {
            return nanos(DurationStyle.detectAndParse(duration));
        }

        /** Saturated, since a duration in years does not fit. */
        private static long nanos(Duration duration) {
            try {
                return duration.toNanos();
            } catch (ArithmeticException e) {
                return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        }
    }
}
