package io.logaggregator.server.settings.values;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** Settings with constraints that span several keys, or whose message depends on the value. */
@SelfChecked.Constrained
public interface SelfChecked {

    void check(Errors errors);

    /** The errors of a record. */
    record Errors(List<String> messages) {

        /**
         * Adds an error unless the constraint holds.
         *
         * @param key relative to the record
         */
        public void require(boolean holds, String key, Object value, String expected) {
            if (!holds) {
                add(key + ": " + value + " (expected: " + expected + ")");
            }
        }

        /** @param message begins with the key and a colon */
        public void add(String message) {
            messages.add(message);
        }
    }

    /** Calls {@link SelfChecked#check}. The messages are the payload of one violation, since they are no templates. */
    @Target(TYPE)
    @Retention(RUNTIME)
    @Constraint(validatedBy = Validator.class)
    @interface Constrained {

        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    /** The validator of {@link Constrained}. */
    final class Validator implements ConstraintValidator<Constrained, SelfChecked> {

        @Override
        public boolean isValid(SelfChecked settings, ConstraintValidatorContext context) {
            Errors errors = new Errors(new ArrayList<>());
            settings.check(errors);
            context.unwrap(HibernateConstraintValidatorContext.class).withDynamicPayload(errors);
            return errors.messages().isEmpty();
        }
    }
}
