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
import java.util.regex.Pattern;

/** A range of numbers. A number is compared exactly, and the text of a {@link #NUMBER} as a double. */
record NumberRange(Optional<End> lower, Optional<End> upper) {

    /**
     * A number of RFC 8259, section 6, or with a leading plus sign. Hexadecimal, {@code inf}, and text with spaces are not
     * numbers.
     */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(0|[1-9][0-9]*+)([.][0-9]++)?([eE][+-]?[0-9]++)?");

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
        if (!isNumber(text)) {
            return false;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) && !underflows(number, text) && holds(new BigDecimal(number).round(DOUBLE));
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.charAt(0) > '9') { // most texts: without the cost of a matcher
            return false;
        }
        return NUMBER.matcher(text).matches();
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
