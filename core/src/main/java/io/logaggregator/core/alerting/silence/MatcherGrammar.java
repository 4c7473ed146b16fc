package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.alerting.silence.LabelMatcher.Operator;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads label matchers as text, for example {@code host=~"web-.*"} or <code>{a="1", "b.c"!="2"}</code>, in the UTF-8 grammar
 * of Alertmanager. Its classic grammar gives some texts another meaning; these are rejected, with both readings.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#label-matchers">Label matchers</a>
 */
public final class MatcherGrammar {

    private static final int MAX_LENGTH = 10_000;
    private static final String RESERVED = "{}!=~,\\\"'`";
    private static final int DELETE = 0x7F;

    private MatcherGrammar() {}

    /**
     * Reads one matcher.
     *
     * @param field of the error message
     * @throws InvalidDefinitionException for text that is not one matcher, or has two readings
     */
    public static LabelMatcher matcher(String field, String text) {
        List<LabelMatcher> matchers = matchers(field, text);
        InvalidDefinitionException.require(
                matchers.size() == 1, field, text, "one matcher, for example host=~\"web-.*\"");
        return matchers.getFirst();
    }

    /**
     * Reads matchers separated by commas, with or without braces; there may be none.
     *
     * @param field of the error message
     * @throws InvalidDefinitionException for text that is not a list of matchers, or has two readings
     */
    public static List<LabelMatcher> matchers(String field, String text) {
        InvalidDefinitionException.require(
                text.length() <= MAX_LENGTH,
                field,
                text.length() + " characters",
                "at most " + MAX_LENGTH + " characters");
        InvalidDefinitionException.require(
                NameText.isValid(text),
                field,
                NameText.escaped(text),
                "text without control characters; \"\\\\n\" is a line break");
        Reading<List<LabelMatcher>> reading = new Utf8Parser(field, text).parse();
        Optional<List<LabelMatcher>> classic = ClassicParser.parse(field, text);
        if (reading.value().isEmpty() && classic.isEmpty()) {
            throw new InvalidDefinitionException(field, text, reading.error() + ". For example host=~\"web-.*\"");
        }
        if (classic.isPresent() && !classic.equals(reading.value())) {
            throw new InvalidDefinitionException(
                    field,
                    text,
                    "text with one meaning. As UTF-8 matchers: "
                            + reading.value().map(List::toString).orElse("invalid, " + reading.error())
                            + "; as classic matchers: " + classic.get() + ". Put the value in double quotes");
        }
        return reading.value().orElseThrow();
    }

    /** Reads the text of {@link LabelMatcher#toString}, which has one reading. */
    public static LabelMatcher stored(String text) {
        return new Utf8Parser("matcher", text).parse().value().orElseThrow().getFirst();
    }

    /** Whether a name needs no quotes. */
    static boolean isUnquoted(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(MatcherGrammar::isReserved);
    }

    private static boolean isReserved(int character) {
        return isSpace(character) || RESERVED.indexOf(character) >= 0;
    }

    /** White space as in Go. */
    private static boolean isSpace(int character) {
        return switch (character) {
            case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0 -> true;
            default -> Character.isSpaceChar(character);
        };
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (character < ' ' || character == DELETE) {
                        quoted.append("\\x%02x".formatted(character));
                    } else {
                        quoted.append((char) character);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** A value, or the reason why there is none. */
    private record Reading<T>(Optional<T> value, String error) {}

    /** Thrown and caught within a parser. */
    private static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    private static final class Utf8Parser {

        private final String field;
        private final String text;
        private int position;

        Utf8Parser(String field, String text) {
            this.field = field;
            this.text = text;
        }

        Reading<List<LabelMatcher>> parse() {
            try {
                return new Reading<>(Optional.of(list()), "");
            } catch (SyntaxException e) {
                return new Reading<>(Optional.empty(), String.valueOf(e.getMessage()));
            }
        }

        private List<LabelMatcher> list() throws SyntaxException {
            List<LabelMatcher> matchers = new ArrayList<>();
            boolean isBraced = skip('{');
            while (!atEnd() && text.charAt(position) != '}') {
                matchers.add(matcher());
                if (!skip(',')) {
                    break;
                }
            }
            if (isBraced && !skip('}')) {
                throw error("}");
            }
            if (!atEnd()) {
                throw error("a comma or the end");
            }
            return matchers;
        }

        private LabelMatcher matcher() throws SyntaxException {
            String name = word("the name of a label");
            Operator operator = operator();
            return new LabelMatcher(field, name, operator, word("a value"));
        }

        private Operator operator() throws SyntaxException {
            skipSpace();
            for (Operator operator : List.of(Operator.REGEX, Operator.NOT_REGEX, Operator.NOT_EQUAL, Operator.EQUAL)) {
                if (text.startsWith(operator.toString(), position)) {
                    position += operator.toString().length();
                    return operator;
                }
            }
            throw error("=, !=, =~ or !~");
        }

        private String word(String expected) throws SyntaxException {
            if (atEnd()) {
                throw error(expected);
            }
            if (text.charAt(position) == '"') {
                return quotedWord();
            }
            int begin = position;
            while (position < text.length() && !isReserved(text.codePointAt(position))) {
                position += Character.charCount(text.codePointAt(position));
            }
            if (position == begin) {
                throw error(expected);
            }
            return text.substring(begin, position);
        }

        /** Reads a string with the escapes of Go. */
        private String quotedWord() throws SyntaxException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            position++;
            while (true) {
                if (position >= text.length() || text.charAt(position) == '\n') {
                    throw error("the closing quote");
                }
                int character = text.codePointAt(position);
                position += Character.charCount(character);
                if (character == '"') {
                    break;
                }
                if (character == '\\') {
                    escape(bytes);
                } else {
                    write(bytes, character);
                }
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw error("UTF-8");
            }
        }

        private static void write(ByteArrayOutputStream bytes, int character) {
            bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        }

        private void escape(ByteArrayOutputStream bytes) throws SyntaxException {
            char kind = position < text.length() ? text.charAt(position++) : 0;
            switch (kind) {
                case 'a' -> bytes.write(0x07);
                case 'b' -> bytes.write('\b');
                case 'f' -> bytes.write('\f');
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case 'v' -> bytes.write(0x0B);
                case '\\', '"' -> bytes.write(kind);
                case 'x' -> bytes.write(number(2, 16));
                case 'u' -> write(bytes, codePoint(number(4, 16)));
                case 'U' -> write(bytes, codePoint(number(8, 16)));
                case '0', '1', '2', '3' -> {
                    position--;
                    bytes.write(number(3, 8));
                }
                default -> throw error("an escape sequence of Go");
            }
        }

        private int number(int digits, int radix) throws SyntaxException {
            long number = 0;
            for (int end = position + digits; position < end; position++) {
                int digit = position < text.length() ? Character.digit(text.charAt(position), radix) : -1;
                if (digit < 0) {
                    throw error(digits + " digits");
                }
                number = number * radix + digit;
            }
            return (int) Math.min(number, Integer.MAX_VALUE);
        }

        private int codePoint(int number) throws SyntaxException {
            boolean isSurrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
            if (!Character.isValidCodePoint(number) || isSurrogate) {
                throw error("a code point");
            }
            return number;
        }

        private boolean skip(char character) {
            boolean found = !atEnd() && text.charAt(position) == character;
            position += found ? 1 : 0;
            return found;
        }

        /** Whether only white space follows, which is skipped. */
        private boolean atEnd() {
            skipSpace();
            return position >= text.length();
        }

        private void skipSpace() {
            while (position < text.length() && isSpace(text.charAt(position))) {
                position++;
            }
        }

        private SyntaxException error(String expected) {
            return new SyntaxException(expected + " at character " + (position + 1));
        }
    }

    /** The grammar of Alertmanager before version 0.27. */
    private static final class ClassicParser {

        private static final Pattern MATCHER =
                Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|!=|!~|=)\\s*(.*)", Pattern.DOTALL);

        private ClassicParser() {}

        static Optional<List<LabelMatcher>> parse(String field, String text) {
            try {
                List<LabelMatcher> matchers = new ArrayList<>();
                for (String token : tokens(text)) {
                    matchers.add(matcher(field, token));
                }
                return Optional.of(matchers);
            } catch (SyntaxException e) {
                return Optional.empty();
            }
        }

        /** Splits at the commas outside quotes. */
        private static List<String> tokens(String text) {
            String inner = text.startsWith("{") ? text.substring(1) : text;
            inner = inner.endsWith("}") ? inner.substring(0, inner.length() - 1) : inner;
            List<String> tokens = new ArrayList<>();
            boolean isQuoted = false;
            boolean isEscaped = false;
            int begin = 0;
            for (int index = 0; index < inner.length(); index++) {
                switch (inner.charAt(index)) {
                    case ',' -> {
                        if (!isQuoted) {
                            tokens.add(inner.substring(begin, index));
                            begin = index + 1;
                        }
                    }
                    case '"' -> {
                        isQuoted ^= !isEscaped;
                        isEscaped = false;
                    }
                    case '\\' -> isEscaped = !isEscaped;
                    default -> isEscaped = false;
                }
            }
            String rest = inner.substring(begin);
            if (!rest.isBlank()) {
                tokens.add(rest);
            }
            return tokens;
        }

        private static LabelMatcher matcher(String field, String token) throws SyntaxException {
            Matcher parts = MATCHER.matcher(token);
            if (!parts.matches()) {
                throw new SyntaxException(token);
            }
            Operator operator = operator(parts.group(2));
            return new LabelMatcher(field, parts.group(1), operator, value(withoutTrailingSpace(parts.group(3))));
        }

        private static String withoutTrailingSpace(String text) {
            int end = text.length();
            while (end > 0 && "\t\n\f\r ".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            return text.substring(0, end);
        }

        private static Operator operator(String text) throws SyntaxException {
            for (Operator operator : Operator.values()) {
                if (operator.toString().equals(text)) {
                    return operator;
                }
            }
            throw new SyntaxException(text);
        }

        /** Removes quotes and the three escapes; other backslashes stand for themselves. */
        private static String value(String raw) throws SyntaxException {
            boolean isQuoted = raw.startsWith("\"");
            String text = isQuoted ? raw.substring(1) : raw;
            StringBuilder value = new StringBuilder();
            for (int index = 0; index < text.length(); index++) {
                char character = text.charAt(index);
                boolean isLast = index == text.length() - 1;
                if (character == '\\' && !isLast) {
                    char next = text.charAt(++index);
                    switch (next) {
                        case 'n' -> value.append('\n');
                        case '"', '\\' -> value.append(next);
                        default -> value.append('\\').append(next);
                    }
                } else if (character == '"') {
                    if (!isQuoted || !isLast) {
                        throw new SyntaxException(raw);
                    }
                    return value.toString();
                } else {
                    value.append(character);
                }
            }
            if (isQuoted) {
                throw new SyntaxException(raw);
            }
            return value.toString();
        }
    }
}
