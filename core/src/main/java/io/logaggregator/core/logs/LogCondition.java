package io.logaggregator.core.logs;

import io.logaggregator.core.observation.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Which log events are meant: a tree that a store translates into its own language. Text is compared without regard to
 * case everywhere, because nobody remembers how a thing was spelt.
 */
public sealed interface LogCondition {

    /** Every event. */
    LogCondition ALL = new And(List.of());

    /** Holds where each of the conditions holds; with none, always. */
    record And(List<LogCondition> conditions) implements LogCondition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** Holds where at least one of the conditions holds; with none, never. */
    record Or(List<LogCondition> conditions) implements LogCondition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** Holds where the condition does not; a missing attribute does not match, so its negation holds. */
    record Not(LogCondition condition) implements LogCondition {}

    /** The field's text matches as a whole, except {@code message}, in which the pattern may stand anywhere. */
    record Matches(LogField field, TextPattern pattern) implements LogCondition {}

    /** The level is this one or a more serious one. */
    record AtLeast(Level level) implements LogCondition {}

    /**
     * The field's value lies between two bounds, either of them absent: as numbers where the bounds are numbers (values
     * that are none do not match), else in the order of their characters. On {@code level} the bounds are level names.
     */
    record Between(LogField field, Optional<Bound> lower, Optional<Bound> upper) implements LogCondition {}

    /** The field is there and not empty. */
    record Exists(LogField field) implements LogCondition {}

    /** One end of a range. */
    record Bound(String value, boolean inclusive) {

        private static final int MOST_DIGITS = 400; // more than any number worth a search, and well within numeric

        /** The value as a number; empty where it is none, or one that nobody means. */
        public Optional<BigDecimal> number() {
            if (value.length() > MOST_DIGITS) {
                return Optional.empty();
            }
            try {
                BigDecimal number = new BigDecimal(value);
                return Math.abs((long) number.scale()) > MOST_DIGITS ? Optional.empty() : Optional.of(number);
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }
    }
}
