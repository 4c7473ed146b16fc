package io.logaggregator.core.logs;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Condition on log events: a tree that a store translates to its query language. All text comparisons are
 * case-insensitive.
 */
public sealed interface LogCondition {

    /** Matches every event. */
    LogCondition ALL = new And(List.of());

    /** Holds if all conditions hold; with none, always. */
    record And(List<LogCondition> conditions) implements LogCondition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** Holds if at least one condition holds; with none, never. */
    record Or(List<LogCondition> conditions) implements LogCondition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** Holds if the condition does not. A missing attribute does not match, so its negation holds. */
    record Not(LogCondition condition) implements LogCondition {}

    /** The whole text of the field matches; of {@code message} any part. */
    record Matches(LogField field, TextPattern pattern) implements LogCondition {}

    /** The level is at least this one. */
    record AtLeast(Level level) implements LogCondition {}

    /**
     * The value of the field lies between two optional bounds: as a number if the bounds are numbers (other values do
     * not match), else in lexicographic order. On {@code level} the bounds are level names.
     */
    record Between(LogField field, Optional<Bound> lower, Optional<Bound> upper) implements LogCondition {}

    /** The field is present and not empty. */
    record Exists(LogField field) implements LogCondition {}

    /** A bound of a range. */
    record Bound(String value, boolean inclusive) {

        private static final int MAX_DIGITS = 400; // far above any useful number, and well within numeric

        /** @throws IllegalArgumentException if the value is not a level */
        public Level level() {
            return Level.named(value)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "level: " + value + " (expected: one of " + Arrays.toString(Level.values()) + ')'));
        }

        /** The value as a number; empty if it is none, or out of range. */
        public Optional<BigDecimal> number() {
            if (value.length() > MAX_DIGITS) {
                return Optional.empty();
            }
            try {
                BigDecimal number = new BigDecimal(value);
                return Math.abs((long) number.scale()) > MAX_DIGITS ? Optional.empty() : Optional.of(number);
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }
    }
}
