package io.logaggregator.server.rule.file;

import static io.logaggregator.server.rule.file.SeriesMatchers.INSTANCE;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.server.rule.file.PromqlExpression.Aggregation;
import io.logaggregator.server.rule.file.PromqlExpression.Binary;
import io.logaggregator.server.rule.file.PromqlExpression.Call;
import io.logaggregator.server.rule.file.PromqlExpression.Constant;
import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlExpression.Selector;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts the comparison of an expression with a number to the condition of a rule. Converts only expressions for which a
 * condition has the same meaning; each other one is rejected with the reason.
 */
final class ConditionConverter {

    private static final String UP = "up";

    /** Time after which Prometheus takes a series for absent. */
    private static final Duration STALENESS = Duration.ofMinutes(5);

    /** Window of an aggregation of single samples. */
    private static final Duration INSTANT_WINDOW = Duration.ofMinutes(1);

    private final Duration pendingPeriod;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> condition = new LinkedHashMap<>();
    private final SeriesMatchers matchers = new SeriesMatchers();
    private Duration recovery = Duration.ZERO;
    private boolean withoutPendingPeriod;
    /** The only comparison with which the condition has the same meaning; null for both. */
    private @Nullable String requiredComparison;

    private boolean requiresZero;

    /**
     * The parts of a rule.
     *
     * @param host glob; empty for all hosts
     * @param attributes globs by name
     * @param threshold as decimal text
     * @param recovery minimum recovery period
     * @param notes differences that the reader should know
     */
    record Converted(
            Map<String, Object> condition,
            Optional<String> host,
            Map<String, String> attributes,
            BigDecimal threshold,
            Duration pendingPeriod,
            Duration recovery,
            List<String> notes) {}

    private ConditionConverter(Duration pendingPeriod) {
        this.pendingPeriod = pendingPeriod;
    }

    static Converted convert(PromqlExpression expression, Duration pendingPeriod) throws UnsupportedException {
        return new ConditionConverter(pendingPeriod).convert(expression);
    }

    private Converted convert(PromqlExpression expression) throws UnsupportedException {
        BigDecimal threshold =
                expression instanceof Call call && call.function().equals("absent")
                        ? absent(call)
                        : comparison(expression);
        return new Converted(
                condition,
                matchers.host(),
                matchers.attributes(),
                threshold,
                withoutPendingPeriod ? Duration.ZERO : pendingPeriod,
                recovery,
                notes);
    }

    private BigDecimal comparison(PromqlExpression expression) throws UnsupportedException {
        if (!(expression instanceof Binary comparison)) {
            throw new UnsupportedException("no comparison with a number");
        }
        String operator = comparison.operator();
        if (!Set.of(">", "<", ">=", "<=", "==", "!=").contains(operator)) {
            throw new UnsupportedException(
                    Set.of("and", "or", "unless").contains(operator)
                            ? "the operator " + operator + ": write a rule for each side, and a composite rule"
                            : "no comparison with a number");
        }
        if (comparison.modified()) {
            throw new UnsupportedException("a comparison with bool, on or ignoring");
        }
        LinearExpression left = LinearExpression.of(comparison.left());
        LinearExpression right = LinearExpression.of(comparison.right());
        if (left.base() != null && right.base() != null) {
            throw new UnsupportedException("a comparison of two metrics");
        }
        if (left.base() == null && right.base() == null) {
            throw new UnsupportedException("a comparison of two numbers");
        }
        return left.base() != null
                ? comparison(left, operator, right.offset())
                : comparison(right, mirrored(operator), left.offset());
    }

    /** Converts {@code scale * base + offset operator number}; returns the threshold. */
    private BigDecimal comparison(LinearExpression given, String operator, BigDecimal number)
            throws UnsupportedException {
        PromqlExpression base = given.base();
        if (base == null || given.scale().signum() == 0) {
            throw new UnsupportedException("a comparison of two numbers");
        }
        Optional<HostUtilization> utilization = HostUtilization.of(base);
        LinearExpression value =
                utilization.filter(HostUtilization::isComplement).isPresent() ? given.ofComplement() : given;
        if (utilization.isPresent()) {
            utilization(utilization.get());
        } else {
            derive(base);
        }
        return compare(value.scale().signum() < 0 ? mirrored(operator) : operator, value.baseAt(number), base);
    }

    private void utilization(HostUtilization utilization) throws UnsupportedException {
        condition.put("type", utilization.window().isPresent() ? "aggregate" : "threshold");
        condition.put("metric", utilization.metric());
        utilization.window().ifPresent(length -> {
            condition.put("fn", "avg");
            condition.put("groupBy", List.of("host"));
            condition.put("window", DurationText.of(length));
        });
        matchHost(utilization);
    }

    /** Metrics of a host have no attributes: only the host can be matched, and the job, which is that of node_exporter. */
    private void matchHost(HostUtilization utilization) throws UnsupportedException {
        for (Matcher matcher : utilization.matchers()) {
            if (matcher.label().equals("job")) {
                notes.add("the label job is dropped: " + utilization.metric() + " has no attributes");
            } else {
                matchers.match(matcher);
            }
        }
        if (!matchers.attributes().isEmpty()) {
            throw new UnsupportedException("a matcher of "
                    + matchers.attributes().keySet().iterator().next() + " on a metric of the host as a whole");
        }
    }

    private BigDecimal compare(String operator, BigDecimal threshold, PromqlExpression base)
            throws UnsupportedException {
        double number = threshold.doubleValue();
        boolean above = operator.startsWith(">"); // == and != of up are below 1
        if (operator.equals("==") || operator.equals("!=")) {
            boolean down = isUp(base) && (operator.equals("==") ? number == 0 : number == 1);
            if (!down) {
                throw new UnsupportedException("the comparison " + operator + " (expected: > or <)");
            }
            threshold = BigDecimal.ONE; // up is 0 or 1
        } else if (operator.endsWith("=")) {
            threshold = BigDecimal.valueOf(above ? Math.nextDown(number) : Math.nextUp(number));
        }
        String comparison = above ? "above" : "below";
        if (requiredComparison != null && !requiredComparison.equals(comparison)) {
            throw new UnsupportedException("a function over time with the comparison " + operator);
        }
        if (requiresZero && (threshold.signum() != 0 || !operator.equals(">"))) {
            throw new UnsupportedException(
                    "a rate per series, compared with another number than 0" + " (expected: sum by (labels) of it)");
        }
        condition.put("comparison", comparison);
        return threshold;
    }

    /** Whether the values are whole numbers that are 0 if nothing is up. */
    private static boolean isUp(PromqlExpression base) {
        return switch (base) {
            case Selector selector -> selector.metric().equals(UP);
            case Aggregation aggregation ->
                Set.of("sum", "max", "min").contains(aggregation.operator()) && isUp(aggregation.operand());
            default -> false;
        };
    }

    private static String mirrored(String operator) {
        return operator.startsWith(">") ? operator.replace('>', '<') : operator.replace('<', '>');
    }

    private void derive(PromqlExpression base) throws UnsupportedException {
        switch (base) {
            case Selector selector -> threshold(selector, "value");
            case Call call -> function(call);
            case Aggregation aggregation -> aggregate(aggregation);
            case Binary binary -> change(binary);
            case Constant _ -> throw new UnsupportedException("a comparison of two numbers");
        }
    }

    private void threshold(Selector selector, String fn) throws UnsupportedException {
        requireInstant(selector);
        condition.put("type", "threshold");
        condition.put("metric", translated(selector.metric()));
        if (!fn.equals("value")) {
            condition.put("fn", fn);
        }
        matchers.match(selector.matchers());
    }

    private static void requireInstant(Selector selector) throws UnsupportedException {
        if (selector.range().isPresent()) {
            throw new UnsupportedException("a range without a function");
        }
        requirePresent(selector);
    }

    private static void requirePresent(Selector selector) throws UnsupportedException {
        if (!selector.offset().isZero()) {
            throw new UnsupportedException("an offset, except in a difference or a ratio to the present");
        }
    }

    private static String translated(String metric) {
        return metric.equals("node_processes_pids") ? "system.process.count" : metric;
    }

    private void function(Call call) throws UnsupportedException {
        Selector range = range(call);
        requirePresent(range);
        Selector instant = new Selector(range.metric(), range.matchers(), Optional.empty(), Duration.ZERO);
        Duration window = range.range().orElseThrow();
        switch (call.function()) {
            case "irate" -> threshold(instant, "rate");
            case "rate", "increase" -> anyIncrease(instant, window, call.function());
            case "max_over_time" -> overTime(instant, window, true);
            case "min_over_time" -> overTime(instant, window, false);
            default -> throw new UnsupportedException("the function " + call.function());
        }
    }

    /** An increase above 0: the last increase between two samples is no older than the window. */
    private void anyIncrease(Selector instant, Duration window, String function) throws UnsupportedException {
        if (!pendingPeriod.isZero()) {
            throw new UnsupportedException("the function " + function + " per series, with for");
        }
        threshold(instant, "increase");
        recovery = window;
        requiredComparison = "above";
        requiresZero = true;
    }

    /** A maximum above a threshold: the last sample above it is no older than the window. */
    private void overTime(Selector instant, Duration window, boolean max) throws UnsupportedException {
        if (!pendingPeriod.isZero()) {
            throw new UnsupportedException("a function over time with for");
        }
        threshold(instant, "value");
        recovery = window;
        requiredComparison = max ? "above" : "below";
    }

    private static Selector range(Call call) throws UnsupportedException {
        if (call.arguments().size() == 1
                && call.arguments().getFirst() instanceof Selector selector
                && selector.range().isPresent()) {
            return selector;
        }
        throw new UnsupportedException("the function " + call.function());
    }

    private static @Nullable PromqlExpression only(Call call) {
        return call.arguments().size() == 1 ? call.arguments().getFirst() : null;
    }

    private void aggregate(Aggregation aggregation) throws UnsupportedException {
        String operator = aggregation.operator();
        if (!Set.of("avg", "sum", "min", "max").contains(operator)) {
            throw new UnsupportedException("the aggregation " + operator);
        }
        if (aggregation.without()) {
            throw new UnsupportedException("an aggregation with without (expected: by)");
        }
        condition.put("type", "aggregate");
        Selector selector;
        Duration window = INSTANT_WINDOW;
        String fn = operator;
        if (aggregation.operand() instanceof Selector instant) {
            requireInstant(instant);
            selector = instant;
            notes.add("the samples of the last " + DurationText.of(INSTANT_WINDOW) + " are aggregated");
        } else if (aggregation.operand() instanceof Call call) {
            selector = range(call);
            window = selector.range().orElseThrow();
            fn = function(operator, call.function());
        } else {
            throw new UnsupportedException("the aggregation " + operator + " of an expression");
        }
        requirePresent(selector);
        condition.put("metric", translated(selector.metric()));
        condition.put("fn", fn);
        List<String> groupBy = groupBy(aggregation.labels());
        if (!groupBy.isEmpty()) {
            condition.put("groupBy", groupBy);
        }
        condition.put("window", DurationText.of(window));
        matchers.match(selector.matchers());
    }

    private static String function(String operator, String function) throws UnsupportedException {
        if (operator.equals("sum") && Set.of("rate", "increase").contains(function)) {
            return function;
        }
        boolean isOfWindow = function.equals((operator.equals("sum") ? "avg" : operator) + "_over_time");
        if (isOfWindow) {
            return operator;
        }
        throw new UnsupportedException("the aggregation " + operator + " of the function " + function);
    }

    /** The port distinguishes programs of a host: it is in the attribute, unless the label has none. */
    private static List<String> groupBy(List<String> labels) {
        List<String> names = new ArrayList<>();
        for (String label : labels) {
            if (label.equals(INSTANCE)) {
                names.add("host");
            }
            names.add(label);
        }
        return names;
    }

    /** A difference or a ratio of the present and an earlier average of the same series. */
    private void change(Binary binary) throws UnsupportedException {
        boolean isDifference = binary.operator().equals("-");
        if (binary.modified() || !(isDifference || binary.operator().equals("/"))) {
            throw new UnsupportedException("the operator " + binary.operator() + " between two metrics");
        }
        Selector present = average(binary.left());
        Selector earlier = average(binary.right());
        if (!present.metric().equals(earlier.metric())
                || !present.matchers().equals(earlier.matchers())
                || !present.range().equals(earlier.range())
                || !present.offset().isZero()
                || earlier.offset().isZero()) {
            throw new UnsupportedException("the operator " + binary.operator() + " between two metrics");
        }
        Duration window = present.range().orElse(INSTANT_WINDOW);
        if (present.range().isEmpty()) {
            notes.add("averages of " + DurationText.of(INSTANT_WINDOW) + " are compared, not single samples");
        }
        condition.put("type", "change");
        condition.put("metric", translated(present.metric()));
        condition.put("window", DurationText.of(window));
        condition.put("ago", DurationText.of(earlier.offset()));
        condition.put("as", isDifference ? "delta" : "ratio");
        matchers.match(present.matchers());
    }

    private static Selector average(PromqlExpression expression) throws UnsupportedException {
        if (expression instanceof Call call && call.function().equals("avg_over_time")) {
            return range(call);
        }
        if (expression instanceof Selector selector && selector.range().isEmpty()) {
            return selector;
        }
        throw new UnsupportedException("an operator between two expressions");
    }

    /** Absence of {@code up} of one host. Returns the threshold. */
    private BigDecimal absent(Call call) throws UnsupportedException {
        if (!(only(call) instanceof Selector selector)
                || !selector.metric().equals(UP)
                || selector.range().isPresent()
                || selector.matchers().isEmpty()) {
            throw new UnsupportedException("absent of anything but up of a host: no data is evaluated per host");
        }
        requirePresent(selector);
        for (Matcher matcher : selector.matchers()) {
            if (!matcher.label().equals(INSTANCE) || !matcher.operator().equals("=")) {
                throw new UnsupportedException(
                        "absent with a matcher other than " + INSTANCE + "=\"...\": no data is evaluated per host");
            }
            matchers.host(SeriesMatchers.glob(
                    new Matcher(INSTANCE, "=", matcher.value().replaceFirst(":\\d+$", ""))));
        }
        condition.put("type", "noData");
        withoutPendingPeriod = true;
        notes.add("a message of any kind of the host counts, not only a scrape");
        return BigDecimal.valueOf(STALENESS.plus(pendingPeriod).toSeconds());
    }
}
