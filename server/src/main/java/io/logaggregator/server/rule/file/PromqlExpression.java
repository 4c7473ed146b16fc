package io.logaggregator.server.rule.file;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An expression of PromQL, as far as {@link PromqlParser} accepts it. */
sealed interface PromqlExpression {

    /** A finite number. */
    record Constant(BigDecimal value) implements PromqlExpression {}

    /**
     * A selector of series.
     *
     * @param range empty for an instant
     * @param offset zero for the present
     */
    record Selector(String metric, List<Matcher> matchers, Optional<Duration> range, Duration offset)
            implements PromqlExpression {

        public Selector {
            matchers = List.copyOf(matchers);
        }
    }

    /**
     * A condition on a label.
     *
     * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
     */
    record Matcher(String label, String operator, String value) {}

    /** A call of a function. */
    record Call(String function, List<PromqlExpression> arguments) implements PromqlExpression {

        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * An aggregation.
     *
     * @param labels of the groups, or if {@code without}, the others
     * @param parameter of {@code quantile}, {@code topk} and others
     */
    record Aggregation(
            String operator,
            boolean without,
            List<String> labels,
            Optional<PromqlExpression> parameter,
            PromqlExpression operand)
            implements PromqlExpression {

        public Aggregation {
            labels = List.copyOf(labels);
        }
    }

    /**
     * An operation on two operands.
     *
     * @param modified whether it has {@code bool}, {@code on}, {@code ignoring} or a group
     */
    record Binary(String operator, PromqlExpression left, PromqlExpression right, boolean modified)
            implements PromqlExpression {}
}
