package io.logaggregator.server.rule.file;

import io.logaggregator.server.rule.file.PromqlExpression.Binary;
import io.logaggregator.server.rule.file.PromqlExpression.Constant;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression as {@code scale * base + offset}.
 *
 * @param base null for a constant, which is the offset
 */
record LinearExpression(@Nullable PromqlExpression base, BigDecimal scale, BigDecimal offset) {

    /** The linear form of an expression, whose base is no sum, multiple or quotient with a constant. */
    static LinearExpression of(PromqlExpression expression) throws UnsupportedException {
        if (expression instanceof Constant constant) {
            return new LinearExpression(null, BigDecimal.ZERO, constant.value());
        }
        LinearExpression whole = new LinearExpression(expression, BigDecimal.ONE, BigDecimal.ZERO);
        if (!(expression instanceof Binary binary)
                || !Set.of("+", "-", "*", "/", "^").contains(binary.operator())) {
            return whole;
        }
        LinearExpression left = of(binary.left());
        LinearExpression right = of(binary.right());
        if (left.base() != null && right.base() != null) {
            return whole;
        }
        LinearExpression variable = left.base() == null ? right : left;
        BigDecimal constant = left.base() == null ? left.offset() : right.offset();
        boolean onLeft = left.base() == null && right.base() != null;
        return switch (binary.operator()) {
            case "+" -> variable.plus(constant);
            case "-" ->
                onLeft
                        ? variable.times(BigDecimal.ONE.negate()).plus(constant)
                        : left.plus(right.offset().negate());
            case "*" -> variable.times(constant);
            case "/" -> onLeft ? whole : left.dividedBy(right.offset());
            default -> left.base() == null && right.base() == null ? power(left.offset(), right.offset()) : whole;
        };
    }

    private static LinearExpression power(BigDecimal base, BigDecimal exponent) throws UnsupportedException {
        try {
            int whole = exponent.intValueExact();
            if (whole >= 0 && whole <= 100 && base.precision() <= 20) {
                return new LinearExpression(null, BigDecimal.ZERO, base.pow(whole));
            }
        } catch (ArithmeticException _) {
            // no whole number
        }
        throw new UnsupportedException("the power of " + base + " and " + exponent);
    }

    /** The value of the base at which the expression has a value. */
    BigDecimal baseAt(BigDecimal value) {
        return divide(value.subtract(offset), scale);
    }

    /** This expression as one of {@code 1 - base}. */
    LinearExpression ofComplement() {
        return new LinearExpression(base, scale.negate(), offset.add(scale));
    }

    private LinearExpression times(BigDecimal factor) {
        return new LinearExpression(base, scale.multiply(factor), offset.multiply(factor));
    }

    private LinearExpression dividedBy(BigDecimal divisor) throws UnsupportedException {
        if (divisor.signum() == 0) {
            throw new UnsupportedException("a division by 0");
        }
        return new LinearExpression(base, divide(scale, divisor), divide(offset, divisor));
    }

    private LinearExpression plus(BigDecimal summand) {
        return new LinearExpression(base, scale, offset.add(summand));
    }

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, MathContext.DECIMAL64);
    }
}
