package io.logaggregator.core.logs.match;

import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Other;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** A range of numbers. A number is compared exactly, a text that parses as a number as a double. */
record NumberRange(Optional<End> lower, Optional<End> upper) {

    /** Digits to which PostgreSQL converts a double to numeric. */
    private static final MathContext DOUBLE = new MathContext(15, RoundingMode.HALF_EVEN);

    record End(BigDecimal number, boolean inclusive) {}

    /** The range between numeric bounds; empty if a bound is not a number. */
    static Optional<NumberRange> of(Optional<Bound> lower, Optional<Bound> upper) {
        Optional<End> lowerEnd = lower.flatMap(NumberRange::end);
        Optional<End> upperEnd = upper.flatMap(NumberRange::end);
        return lowerEnd.isPresent() == lower.isPresent() && upperEnd.isPresent() == upper.isPresent()
                ? Optional.of(new NumberRange(lowerEnd, upperEnd))
                : Optional.empty();
    }

    private static Optional<End> end(Bound bound) {
        return bound.number().map(number -> new End(number, bound.inclusive()));
    }

    boolean holds(AttributeValue value) {
        return switch (value) {
            case Numeric(var digits) -> holds(new BigDecimal(digits));
            case Text(var text) -> holds(text);
            case Elements(var elements) -> elements.stream().anyMatch(this::holds);
            case Nothing(), Other(var _) -> false;
        };
    }

    boolean holds(String text) {
        if (!mayBeNumber(text)) {
            return false;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) && !underflows(number, text) && holds(new BigDecimal(number).round(DOUBLE));
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /**
     * Avoids the cost of an exception for the many texts that are not numbers. Also excludes {@code 1f}, which Java
     * accepts.
     */
    private static boolean mayBeNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= '0' && character <= '9') {
                digits = true;
            } else if (" \t\n\r\f\u000B+-.eE".indexOf(character) < 0) {
                return false;
            }
        }
        return digits;
    }

    /** Whether the number underflows a double, which is an error in PostgreSQL and zero in Java. */
    private static boolean underflows(double number, String text) {
        if (number != 0) {
            return false;
        }
        for (int i = 0; i < text.length() && text.charAt(i) != 'e' && text.charAt(i) != 'E'; i++) {
            if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    private boolean holds(BigDecimal number) {
        return (lower.isEmpty() || isWithin(number.compareTo(lower.get().number), lower.get()))
                && (upper.isEmpty() || isWithin(upper.get().number.compareTo(number), upper.get()));
    }

    private static boolean isWithin(int comparison, End end) {
        return end.inclusive ? comparison >= 0 : comparison > 0;
    }
}
