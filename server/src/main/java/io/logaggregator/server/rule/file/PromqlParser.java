package io.logaggregator.server.rule.file;

import io.logaggregator.server.rule.file.PromqlExpression.Aggregation;
import io.logaggregator.server.rule.file.PromqlExpression.Binary;
import io.logaggregator.server.rule.file.PromqlExpression.Call;
import io.logaggregator.server.rule.file.PromqlExpression.Constant;
import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlExpression.Selector;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Parses the part of <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">PromQL</a> that alerting rules
 * use: selectors, functions, aggregations and operators. Subqueries, {@code @}, and numbers that are not finite are
 * rejected. Takes linear time, and at most {@link #MAX_LENGTH} characters.
 */
final class PromqlParser {

    static final int MAX_LENGTH = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_OPERATORS = 200;

    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "avg",
            "min",
            "max",
            "count",
            "group",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "quantile",
            "count_values",
            "limitk",
            "limit_ratio");

    /** Binary operators by precedence, the weakest first. */
    private static final List<Set<String>> OPERATORS = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", ">", "<", ">=", "<="),
            Set.of("+", "-"),
            Set.of("*", "/", "%", "atan2"));

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "y", Duration.ofDays(365));

    private final List<Token> tokens;
    private int next;
    private int depth;
    private int operators;

    /** The expression is not PromQL, or beyond this part of it. */
    static final class UnsupportedException extends Exception {

        private static final long serialVersionUID = 1L;

        UnsupportedException(String reason) {
            super(reason);
        }
    }

    private enum Kind {
        NAME,
        NUMBER,
        DURATION,
        TEXT,
        SYMBOL,
        END
    }

    private record Token(Kind kind, String text) {

        boolean is(String symbol) {
            return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equalsIgnoreCase(symbol);
        }
    }

    private PromqlParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static PromqlExpression parse(String text) throws UnsupportedException {
        PromqlParser parser = new PromqlParser(new Lexer(text).tokens());
        PromqlExpression expression = parser.binary(0);
        if (parser.peek().kind != Kind.END) {
            throw parser.unexpected();
        }
        return expression;
    }

    /** A duration of Prometheus, for example {@code 1h30m}. */
    static Duration duration(String text) throws UnsupportedException {
        List<Token> tokens = new Lexer(text).tokens();
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (tokens.size() != 2 || tokens.getFirst().kind != Kind.DURATION) {
            throw new UnsupportedException("no duration: " + text);
        }
        return durationOf(text);
    }

    private PromqlExpression binary(int precedence) throws UnsupportedException {
        if (precedence == OPERATORS.size()) {
            return unary();
        }
        PromqlExpression left = binary(precedence + 1);
        while (OPERATORS.get(precedence).stream().anyMatch(operator -> peek().is(operator))) {
            String operator = take().text.toLowerCase(Locale.ROOT);
            if (++operators > MAX_OPERATORS) {
                throw new UnsupportedException("more than " + MAX_OPERATORS + " operators");
            }
            boolean modified = modifiers();
            left = new Binary(operator, left, binary(precedence + 1), modified);
        }
        return left;
    }

    /** Skips the modifiers of an operator; returns whether there were any. */
    private boolean modifiers() throws UnsupportedException {
        boolean modified = accept("bool");
        for (String matching : List.of("on", "ignoring", "group_left", "group_right")) {
            if (accept(matching)) {
                modified = true;
                if (peek().is("(")) {
                    labels();
                }
            }
        }
        return modified;
    }

    private PromqlExpression unary() throws UnsupportedException {
        if (++depth > MAX_DEPTH) {
            throw new UnsupportedException("nested too deeply");
        }
        try {
            if (accept("-")) {
                return new Binary("*", new Constant(BigDecimal.ONE.negate()), unary(), false);
            }
            if (accept("+")) {
                return unary();
            }
            PromqlExpression base = postfix(primary());
            if (accept("^")) {
                boolean modified = modifiers();
                return new Binary("^", base, unary(), modified);
            }
            return base;
        } finally {
            depth--;
        }
    }

    private PromqlExpression primary() throws UnsupportedException {
        if (accept("(")) {
            PromqlExpression inner = binary(0);
            expect(")");
            return inner;
        }
        Token token = take();
        return switch (token.kind) {
            case NUMBER -> number(token.text);
            case NAME -> named(token.text);
            case SYMBOL -> {
                if (!token.is("{")) {
                    throw unexpected(token);
                }
                next--;
                yield selector("");
            }
            case DURATION, TEXT, END -> throw unexpected(token);
        };
    }

    private static PromqlExpression number(String text) throws UnsupportedException {
        try {
            return new Constant(
                    text.startsWith("0x") || text.startsWith("0X")
                            ? BigDecimal.valueOf(Long.parseLong(text.substring(2), 16))
                            : new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw new UnsupportedException("number " + text);
        }
    }

    private PromqlExpression named(String name) throws UnsupportedException {
        if (AGGREGATIONS.contains(name.toLowerCase(Locale.ROOT)) && (peek().is("(") || isGrouping())) {
            return aggregation(name.toLowerCase(Locale.ROOT));
        }
        if (peek().is("(")) {
            return new Call(name, arguments());
        }
        if (name.equalsIgnoreCase("inf") || name.equalsIgnoreCase("nan")) {
            throw new UnsupportedException("number " + name);
        }
        return selector(name);
    }

    private boolean isGrouping() {
        return peek().is("by") || peek().is("without");
    }

    private PromqlExpression aggregation(String operator) throws UnsupportedException {
        boolean grouped = isGrouping();
        boolean without = grouped && take().is("without");
        List<String> labels = grouped ? labels() : List.of();
        List<PromqlExpression> arguments = arguments();
        if (!grouped && isGrouping()) {
            without = take().is("without");
            labels = labels();
        }
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new UnsupportedException(operator + " of " + arguments.size() + " arguments");
        }
        return new Aggregation(
                operator,
                without,
                labels,
                arguments.size() == 2 ? Optional.of(arguments.getFirst()) : Optional.empty(),
                arguments.getLast());
    }

    private List<PromqlExpression> arguments() throws UnsupportedException {
        List<PromqlExpression> arguments = new ArrayList<>();
        expect("(");
        while (!accept(")")) {
            if (peek().kind == Kind.TEXT) {
                throw new UnsupportedException("a text as an argument");
            }
            arguments.add(binary(0));
            if (!peek().is(")")) {
                expect(",");
            }
        }
        return arguments;
    }

    private List<String> labels() throws UnsupportedException {
        List<String> labels = new ArrayList<>();
        expect("(");
        while (!accept(")")) {
            Token label = take();
            if (label.kind != Kind.NAME && label.kind != Kind.TEXT) {
                throw unexpected(label);
            }
            labels.add(label.text);
            if (!peek().is(")")) {
                expect(",");
            }
        }
        return labels;
    }

    private Selector selector(String name) throws UnsupportedException {
        String metric = name;
        List<Matcher> matchers = new ArrayList<>();
        if (accept("{")) {
            while (!accept("}")) {
                Token label = take();
                if (label.kind == Kind.TEXT && (peek().is(",") || peek().is("}"))) {
                    metric = label.text;
                } else {
                    Matcher matcher = matcher(label);
                    if (matcher.label().equals("__name__") && matcher.operator().equals("=")) {
                        metric = matcher.value();
                    } else {
                        matchers.add(matcher);
                    }
                }
                if (!peek().is("}")) {
                    expect(",");
                }
            }
        }
        if (metric.isEmpty()) {
            throw new UnsupportedException("a selector without the name of a metric");
        }
        return new Selector(metric, matchers, Optional.empty(), Duration.ZERO);
    }

    private Matcher matcher(Token label) throws UnsupportedException {
        Token operator = take();
        Token value = take();
        if ((label.kind != Kind.NAME && label.kind != Kind.TEXT)
                || !Set.of("=", "!=", "=~", "!~").contains(operator.text)
                || value.kind != Kind.TEXT) {
            throw unexpected(operator);
        }
        return new Matcher(label.text, operator.text, value.text);
    }

    private PromqlExpression postfix(PromqlExpression of) throws UnsupportedException {
        PromqlExpression expression = of;
        while (peek().is("[") || peek().is("offset") || peek().is("@")) {
            String operator = take().text;
            if (!(expression instanceof Selector selector) || operator.equals("@")) {
                throw new UnsupportedException(
                        operator.equals("[") ? "a subquery" : "the modifier " + operator + " of an expression");
            }
            if (operator.equals("[")) {
                Duration range = takeDuration();
                if (peek().is(":")) {
                    throw new UnsupportedException("a subquery");
                }
                expect("]");
                expression =
                        new Selector(selector.metric(), selector.matchers(), Optional.of(range), selector.offset());
            } else {
                expression = new Selector(selector.metric(), selector.matchers(), selector.range(), takeDuration());
            }
        }
        return expression;
    }

    private Duration takeDuration() throws UnsupportedException {
        Token token = take();
        if (token.kind != Kind.DURATION) {
            throw unexpected(token);
        }
        return durationOf(token.text);
    }

    private static Duration durationOf(String text) throws UnsupportedException {
        Duration total = Duration.ZERO;
        int at = 0;
        try {
            while (at < text.length()) {
                int digits = Lexer.span(text, at, Lexer::isDigit);
                int unit = Lexer.span(text, digits, Character::isLetter);
                Duration one = UNITS.get(text.substring(digits, unit));
                if (one == null || digits == at) {
                    throw new UnsupportedException("duration " + text);
                }
                total = total.plus(one.multipliedBy(Long.parseLong(text.substring(at, digits))));
                at = unit;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            throw new UnsupportedException("duration " + text);
        }
        return total;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind != Kind.END) {
            next++;
        }
        return token;
    }

    private boolean accept(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            next++;
        }
        return found;
    }

    private void expect(String symbol) throws UnsupportedException {
        if (!accept(symbol)) {
            throw unexpected();
        }
    }

    private UnsupportedException unexpected() {
        return unexpected(peek());
    }

    private static UnsupportedException unexpected(Token token) {
        return new UnsupportedException(
                token.kind == Kind.END ? "the expression ends early" : "unexpected " + token.text);
    }

    /** Splits an expression into tokens. */
    private static final class Lexer {

        private static final List<String> SYMBOLS = List.of("==", "!=", ">=", "<=", "=~", "!~");

        private final String text;
        private int at;

        Lexer(String text) {
            this.text = text;
        }

        List<Token> tokens() throws UnsupportedException {
            if (text.length() > MAX_LENGTH) {
                throw new UnsupportedException("more than " + MAX_LENGTH + " characters");
            }
            List<Token> tokens = new ArrayList<>();
            while (skipSpace()) {
                tokens.add(token());
            }
            tokens.add(new Token(Kind.END, ""));
            return tokens;
        }

        private boolean skipSpace() {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
                at = text.charAt(at) == '#' ? span(text, at, c -> c != '\n') : at + 1;
            }
            return at < text.length();
        }

        private Token token() throws UnsupportedException {
            char first = text.charAt(at);
            if (isDigit(first) || (first == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
                return numberOrDuration();
            }
            if (isNameStart(first)) {
                return new Token(Kind.NAME, takeTo(span(text, at, c -> isNameStart(c) || isDigit(c) || c == ':')));
            }
            if (first == '"' || first == '\'' || first == '`') {
                return new Token(Kind.TEXT, quoted(first));
            }
            for (String symbol : SYMBOLS) {
                if (text.startsWith(symbol, at)) {
                    return new Token(Kind.SYMBOL, takeTo(at + symbol.length()));
                }
            }
            if ("+-*/%^(){}[],=<>@:".indexOf(first) >= 0) {
                return new Token(Kind.SYMBOL, takeTo(at + 1));
            }
            throw new UnsupportedException("unexpected character " + first);
        }

        private Token numberOrDuration() {
            int digits = span(text, at, Lexer::isDigit);
            if (digits < text.length() && "smhdwy".indexOf(text.charAt(digits)) >= 0) {
                return new Token(Kind.DURATION, takeTo(span(text, at, c -> isDigit(c) || "smhdwy".indexOf(c) >= 0)));
            }
            if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
                return new Token(Kind.NUMBER, takeTo(span(text, at + 2, c -> Character.digit(c, 16) >= 0)));
            }
            int end = span(text, at, c -> isDigit(c) || c == '.');
            if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
                int exponent = end + 1;
                if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                    exponent++;
                }
                end = span(text, exponent, Lexer::isDigit);
            }
            return new Token(Kind.NUMBER, takeTo(end));
        }

        private String quoted(char quote) throws UnsupportedException {
            StringBuilder content = new StringBuilder();
            for (int index = at + 1; index < text.length(); index++) {
                char c = text.charAt(index);
                if (c == quote) {
                    at = index + 1;
                    return content.toString();
                }
                if (c == '\\' && quote != '`' && index + 1 < text.length()) {
                    index++;
                    content.append(escaped(text.charAt(index)));
                } else {
                    content.append(c);
                }
            }
            throw new UnsupportedException("a text without its end");
        }

        private static char escaped(char c) throws UnsupportedException {
            return switch (c) {
                case '\\', '"', '\'' -> c;
                case 'n' -> '\n';
                case 't' -> '\t';
                default -> throw new UnsupportedException("escape \\" + c);
            };
        }

        private String takeTo(int end) {
            String taken = text.substring(at, end);
            at = end;
            return taken;
        }

        static int span(String text, int from, IntPredicate of) {
            int end = from;
            while (end < text.length() && of.test(text.charAt(end))) {
                end++;
            }
            return end;
        }

        static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }

        private static boolean isNameStart(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
        }
    }
}
