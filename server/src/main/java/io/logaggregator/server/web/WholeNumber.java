package io.logaggregator.server.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** A whole number within two inclusive bounds, of which the upper one may be a setting. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WholeNumber.Validator.class)
public @interface WholeNumber {

    /** Maximum number of items of a response. */
    String MAX_PAGE_SIZE = "${aggregator.api.max-page-size}";

    /** Number of items of a response, unless the caller sets it. */
    String PAGE_SIZE = "${aggregator.api.page-size}";

    int min() default 0;

    /** A number, or the placeholder of a setting. */
    String max();

    String message() default "a whole number from {min} to {max}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Resolves the placeholder of the upper bound. */
    final class Validator implements ConstraintValidator<WholeNumber, Integer> {

        private final ConfigurableBeanFactory settings;
        private int min;
        private int max;

        Validator(ConfigurableBeanFactory settings) {
            this.settings = settings;
        }

        @Override
        public void initialize(WholeNumber range) {
            min = range.min();
            max = maxOf(range, settings);
        }

        /** The upper bound with its setting filled in. */
        private static int maxOf(WholeNumber range, ConfigurableBeanFactory settings) {
            return Integer.parseInt(String.valueOf(settings.resolveEmbeddedValue(range.max())));
        }

        /** The expectation that an error states. */
        static String expected(WholeNumber range, ConfigurableBeanFactory settings) {
            return "a whole number from " + range.min() + " to " + maxOf(range, settings);
        }

        @Override
        public boolean isValid(Integer value, ConstraintValidatorContext context) {
            return value >= min && value <= max;
        }
    }
}
