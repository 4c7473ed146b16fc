package io.logaggregator.core.alerting.silence;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A condition on one label, as in Alertmanager: case-sensitive, and an absent label equals an empty one. Regular
 * expressions match the whole value, in linear time. Immutable.
 */
public final class LabelMatcher {

    public static final int MAX_NAME_LENGTH = 256;
    public static final int MAX_VALUE_LENGTH = 4_096;
    public static final int MAX_PATTERN_LENGTH = 1_000;

    /** Maximum number of instructions of a compiled regular expression, which bounds the time of each match. */
    private static final int MAX_INSTRUCTIONS = 1_000;

    /** Comparison with the value of a label. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** The operator of the members {@code isRegex} and {@code isEqual} in JSON. */
        public static Operator of(boolean isRegex, boolean isEqual) {
            if (isRegex) {
                return isEqual ? REGEX : NOT_REGEX;
            }
            return isEqual ? EQUAL : NOT_EQUAL;
        }

        public boolean isRegex() {
            return this == REGEX || this == NOT_REGEX;
        }

        public boolean isEqual() {
            return this == EQUAL || this == REGEX;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String name;
    private final Operator operator;
    private final String value;
    private final Optional<Pattern> pattern;

    /**
     * Creates a matcher.
     *
     * @param field of the error messages
     * @throws InvalidDefinitionException for an empty or long name, a long value, or an invalid regular expression
     */
    public LabelMatcher(String field, String name, Operator operator, String value) {
        require(
                !name.isEmpty() && name.length() <= MAX_NAME_LENGTH && NameText.isValid(name),
                field,
                name,
                "the name of a label, 1 to " + MAX_NAME_LENGTH + " characters without control characters");
        int maxLength = operator.isRegex() ? MAX_PATTERN_LENGTH : MAX_VALUE_LENGTH;
        require(value.length() <= maxLength, field, value.length() + " characters", "a value of at most " + maxLength);
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = operator.isRegex() ? Optional.of(compiled(field, value)) : Optional.empty();
    }

    private static Pattern compiled(String field, String regex) {
        require(
                RegexSize.of(regex) <= MAX_INSTRUCTIONS,
                field,
                regex,
                "a regular expression whose repetitions are at most " + MAX_INSTRUCTIONS + " characters");
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidDefinitionException(
                    field,
                    NameText.escaped(regex),
                    "a regular expression of RE2, without look-around and back-references: " + e.getDescription());
        }
    }

    private static void require(boolean holds, String field, String value, String expected) {
        InvalidDefinitionException.require(holds, field, NameText.escaped(value), expected);
    }

    public String name() {
        return name;
    }

    public Operator operator() {
        return operator;
    }

    public String value() {
        return value;
    }

    /** Whether labels match; an absent label has the empty value. */
    public boolean matches(Map<String, String> labels) {
        String label = labels.getOrDefault(name, "");
        boolean equal = pattern.map(regex -> regex.matches(label)).orElseGet(() -> label.equals(value));
        return equal == operator.isEqual();
    }

    /** The text in Alertmanager's grammar, which both of its parsers read alike if the name is one of Prometheus. */
    @Override
    public String toString() {
        return (MatcherGrammar.isUnquoted(name) ? name : MatcherGrammar.quoted(name))
                + operator
                + MatcherGrammar.quoted(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher matcher
                && name.equals(matcher.name)
                && operator == matcher.operator
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    /** Estimates the size of compiled regular expressions, since nested repetitions multiply it. */
    private static final class RegexSize {

        private static final long MAX = Integer.MAX_VALUE;

        private final String regex;
        private final Deque<Long> enclosing = new ArrayDeque<>();

        /** Of the current group: the size of its parts, and that of the last part. */
        private long sum;

        private long last;
        private int position;

        private RegexSize(String regex) {
            this.regex = regex;
        }

        static long of(String regex) {
            RegexSize size = new RegexSize(regex);
            while (size.position < regex.length()) {
                size.readNext();
            }
            return size.sum
                    + size.last
                    + size.enclosing.stream().mapToLong(Long::longValue).sum();
        }

        private void readNext() {
            char character = regex.charAt(position++);
            switch (character) {
                case '\\' -> readEscape();
                case '[' -> readClass();
                case '(' -> {
                    enclosing.push(sum + last);
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = sum + last + 2;
                    sum = enclosing.isEmpty() ? 0 : enclosing.pop();
                }
                case '{' -> readRepetition();
                case '*', '+', '?' -> last++;
                default -> add(1);
            }
        }

        private void add(long size) {
            sum += last;
            last = size;
        }

        private void readEscape() {
            if (!regex.startsWith("Q", position)) {
                position++;
                add(1);
                return;
            }
            int end = regex.indexOf("\\E", position);
            int next = end < 0 ? regex.length() : end + 2;
            add(next - position);
            add(1);
            position = next;
        }

        private void readClass() {
            add(1);
            int first = position + (regex.startsWith("^", position) ? 1 : 0);
            position = first;
            while (position < regex.length() && (regex.charAt(position) != ']' || position == first)) {
                if (regex.startsWith("[:", position)) {
                    int end = regex.indexOf(":]", position + 2);
                    position = end < 0 ? position + 1 : end + 2;
                } else {
                    position += regex.charAt(position) == '\\' ? 2 : 1;
                }
            }
            position++;
        }

        private void readRepetition() {
            java.util.regex.Matcher repetition = REPETITION.matcher(regex).region(position - 1, regex.length());
            if (!repetition.lookingAt()) {
                add(1);
                return;
            }
            position = repetition.end();
            String max = repetition.group(2) == null || repetition.group(2).isEmpty()
                    ? repetition.group(1)
                    : repetition.group(2);
            last = Math.min(MAX, last * Math.max(1, Long.parseLong(max)));
        }

        private static final java.util.regex.Pattern REPETITION =
                java.util.regex.Pattern.compile("\\{([0-9]{1,4})(?:,([0-9]{0,4}))?}");
    }
}
