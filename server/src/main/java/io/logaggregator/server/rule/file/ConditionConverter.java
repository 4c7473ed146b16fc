package io.logaggregator.server.rule.file;

import io.logaggregator.server.rule.file.PromqlExpression.Aggregation;
import io.logaggregator.server.rule.file.PromqlExpression.Binary;
import io.logaggregator.server.rule.file.PromqlExpression.Call;
import io.logaggregator.server.rule.file.PromqlExpression.Constant;
import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlExpression.Selector;
import io.logaggregator.server.rule.file.PromqlParser.UnsupportedException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts the comparison of an expression with a number to the condition of a rule. Converts only expressions for which a
 * condition has the same meaning; each other one is rejected with the reason.
 */
final class ConditionConverter {

    /** Label of the host; see {@code wire}, remote write. */
    private static final String INSTANCE = "instance";

    private static final String UP = "up";

    /** Time after which Prometheus takes a series for absent. */
    private static final Duration STALENESS = Duration.ofMinutes(5);

    /** Window of an aggregation of single samples. */
    private static final Duration INSTANT_WINDOW = Duration.ofMinutes(1);

    private final Duration pendingPeriod;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> condition = new LinkedHashMap<>();
    private final Map<String, String> attributes = new TreeMap<>();
    private @Nullable String host;
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

    /** {@code scale * base + offset}. */
    private record Linear(@Nullable PromqlExpression base, BigDecimal scale, BigDecimal offset) {

        Linear times(BigDecimal factor) {
            return new Linear(base, scale.multiply(factor), offset.multiply(factor));
        }

        Linear dividedBy(BigDecimal divisor) throws UnsupportedException {
            if (divisor.signum() == 0) {
                throw new UnsupportedException("a division by 0");
            }
            return new Linear(base, divide(scale, divisor), divide(offset, divisor));
        }

        Linear plus(BigDecimal summand) {
            return new Linear(base, scale, offset.add(summand));
        }
    }

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
                Optional.ofNullable(host),
                attributes,
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
        Linear left = linear(comparison.left());
        Linear right = linear(comparison.right());
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
    private BigDecimal comparison(Linear linear, String operator, BigDecimal number) throws UnsupportedException {
        PromqlExpression base = linear.base();
        if (base == null || linear.scale().signum() == 0) {
            throw new UnsupportedException("a comparison of two numbers");
        }
        boolean utilization = utilization(base);
        Linear value = utilization ? complement(linear, base) : linear;
        if (!utilization) {
            derive(base);
        }
        BigDecimal threshold = divide(number.subtract(value.offset()), value.scale());
        return compare(value.scale().signum() < 0 ? mirrored(operator) : operator, threshold, base);
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

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, MathContext.DECIMAL64);
    }

    private static Linear linear(PromqlExpression expression) throws UnsupportedException {
        if (expression instanceof Constant constant) {
            return new Linear(null, BigDecimal.ZERO, constant.value());
        }
        Linear whole = new Linear(expression, BigDecimal.ONE, BigDecimal.ZERO);
        if (!(expression instanceof Binary binary)
                || !Set.of("+", "-", "*", "/", "^").contains(binary.operator())) {
            return whole;
        }
        Linear left = linear(binary.left());
        Linear right = linear(binary.right());
        if (left.base() != null && right.base() != null) {
            return whole;
        }
        Linear variable = left.base() == null ? right : left;
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

    private static Linear power(BigDecimal base, BigDecimal exponent) throws UnsupportedException {
        try {
            int whole = exponent.intValueExact();
            if (whole >= 0 && whole <= 100 && base.precision() <= 20) {
                return new Linear(null, BigDecimal.ZERO, base.pow(whole));
            }
        } catch (ArithmeticException _) {
            // no whole number
        }
        throw new UnsupportedException("the power of " + base + " and " + exponent);
    }

    /** Converts the expressions of node_exporter that are 1 less the utilization of a host, or the utilization itself. */
    private boolean utilization(PromqlExpression base) throws UnsupportedException {
        if (base instanceof Aggregation aggregation
                && aggregation.operator().equals("avg")
                && isPerHost(aggregation)
                && aggregation.operand() instanceof Call call
                && Set.of("rate", "irate").contains(call.function())
                && only(call) instanceof Selector idle
                && idle.metric().equals("node_cpu_seconds_total")
                && idle.offset().isZero()
                && idle.matchers().contains(new Matcher("mode", "=", "idle"))) {
            Optional<Duration> window = idle.range().filter(_ -> call.function().equals("rate"));
            condition.put("type", window.isPresent() ? "aggregate" : "threshold");
            condition.put("metric", "system.cpu.utilization");
            window.ifPresent(length -> {
                condition.put("fn", "avg");
                condition.put("groupBy", List.of("host"));
                condition.put("window", text(length));
            });
            matchHost(idle.matchers(), "mode");
            return true;
        }
        if (isMemoryShare(base)) {
            condition.put("type", "threshold");
            condition.put("metric", "system.memory.utilization");
            return true;
        }
        return false;
    }

    private Linear complement(Linear linear, PromqlExpression base) {
        boolean isComplement = !(base instanceof Binary ratio && ratio.left() instanceof Binary);
        return isComplement
                ? new Linear(base, linear.scale().negate(), linear.offset().add(linear.scale()))
                : linear;
    }

    private static boolean isPerHost(Aggregation aggregation) {
        return aggregation.without()
                ? Set.of("cpu", "mode").containsAll(aggregation.labels())
                        && aggregation.labels().contains("cpu")
                : aggregation.labels().contains(INSTANCE)
                        && Set.of(INSTANCE, "job").containsAll(aggregation.labels());
    }

    /** {@code available / total}, or {@code (total - available) / total}. */
    private boolean isMemoryShare(PromqlExpression base) throws UnsupportedException {
        if (!(base instanceof Binary ratio)
                || !ratio.operator().equals("/")
                || !(ratio.right() instanceof Selector total)
                || !total.metric().equals("node_memory_MemTotal_bytes")) {
            return false;
        }
        PromqlExpression part = ratio.left() instanceof Binary used
                        && used.operator().equals("-")
                        && used.left().equals(total)
                ? used.right()
                : ratio.left();
        if (part instanceof Selector available
                && available.metric().equals("node_memory_MemAvailable_bytes")
                && available.matchers().equals(total.matchers())) {
            matchHost(total.matchers(), "");
            return true;
        }
        return false;
    }

    /** Metrics of a host have no attributes: only the host can be matched, and the job, which is that of node_exporter. */
    private void matchHost(List<Matcher> matchers, String handled) throws UnsupportedException {
        for (Matcher matcher : matchers) {
            if (matcher.label().equals("job")) {
                notes.add("the label job is dropped: " + condition.getOrDefault("metric", "the metric of the host")
                        + " has no attributes");
            } else if (!matcher.label().equals(handled)) {
                match(matcher);
            }
        }
        if (!attributes.isEmpty()) {
            throw new UnsupportedException(
                    "a matcher of " + attributes.keySet().iterator().next() + " on a metric of the host as a whole");
        }
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
        match(selector.matchers());
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
            notes.add("the samples of the last " + text(INSTANT_WINDOW) + " are aggregated");
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
        condition.put("window", text(window));
        match(selector.matchers());
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
            notes.add("averages of " + text(INSTANT_WINDOW) + " are compared, not single samples");
        }
        condition.put("type", "change");
        condition.put("metric", translated(present.metric()));
        condition.put("window", text(window));
        condition.put("ago", text(earlier.offset()));
        condition.put("as", isDifference ? "delta" : "ratio");
        match(present.matchers());
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
            host = glob(new Matcher(INSTANCE, "=", matcher.value().replaceFirst(":\\d+$", "")));
        }
        condition.put("type", "noData");
        withoutPendingPeriod = true;
        notes.add("a message of any kind of the host counts, not only a scrape");
        return BigDecimal.valueOf(STALENESS.plus(pendingPeriod).toSeconds());
    }

    private void match(List<Matcher> matchers) throws UnsupportedException {
        for (Matcher matcher : matchers) {
            match(matcher);
        }
    }

    private void match(Matcher matcher) throws UnsupportedException {
        String glob = glob(matcher);
        boolean isHost = matcher.label().equals(INSTANCE) && glob.indexOf(':') < 0;
        if (isHost ? host != null : attributes.containsKey(matcher.label())) {
            throw new UnsupportedException("two matchers of " + matcher.label());
        }
        if (isHost) {
            host = glob;
        } else {
            attributes.put(matcher.label(), glob);
        }
    }

    /** A glob with the meaning of a matcher. */
    static String glob(Matcher matcher) throws UnsupportedException {
        String text = matcher.label() + matcher.operator() + '"' + matcher.value() + '"';
        String value = matcher.value();
        if (matcher.operator().equals("!=") && value.isEmpty()) {
            return "?*";
        }
        if (matcher.operator().startsWith("!") || value.isEmpty()) {
            throw new UnsupportedException("the matcher " + text + ": only equal and non-empty values can be matched");
        }
        if (matcher.operator().equals("=")) {
            if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
                throw new UnsupportedException("the matcher " + text + ": it has a wildcard");
            }
            return value;
        }
        StringBuilder glob = new StringBuilder();
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            char next = index + 1 < value.length() ? value.charAt(index + 1) : ' ';
            if (c == '.' && (next == '*' || next == '+')) {
                glob.append(next == '+' ? "?*" : "*");
                index++;
            } else if (c == '.') {
                glob.append('?');
            } else if (c == '\\' && ".-/:_".indexOf(next) >= 0) {
                glob.append(next);
                index++;
            } else if ("\\^$*+?()[]{}|".indexOf(c) >= 0 || "*+?{".indexOf(next) >= 0) {
                throw new UnsupportedException("the matcher " + text + ": its regular expression is no glob");
            } else {
                glob.append(c);
            }
        }
        return glob.toString();
    }

    /** A duration in its largest whole unit. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return duration.toString();
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
