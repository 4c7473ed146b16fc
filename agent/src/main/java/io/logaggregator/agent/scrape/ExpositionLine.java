package io.logaggregator.agent.scrape;

import io.logaggregator.agent.scrape.Exposition.Format;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A line of a response, and the position up to which it is read. Not thread-safe. */
final class ExpositionLine {

    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_LABELS = 100;
    private static final int MAX_NUMBER_LENGTH = 40;

    /** The end of the range of times in nanoseconds, in which the agent sends them. */
    private static final BigDecimal MAX_SECONDS = new BigDecimal("9223372036");

    private final String text;
    private int position;

    ExpositionLine(String text) {
        this.text = text;
    }

    /** A sample as it is written; empty labels are left out, since they mean the same as none. */
    record Sample(String metric, Map<String, String> labels, double value, Optional<Instant> at) {}

    /** Parses {@code metric{label="value"} 1.5 1796000000}. Exemplars are ignored. */
    static Sample sample(String text, Format format) throws InvalidLineException {
        var line = new ExpositionLine(text);
        String metric = line.peek() == '{' ? "" : line.name(true);
        Map<String, String> labels = new LinkedHashMap<>();
        line.skipSpaces();
        if (line.peek() == '{') {
            metric = line.labels(metric, labels);
        }
        if (metric.isEmpty()) {
            throw new InvalidLineException("no name of a metric");
        }
        String number = line.word();
        double value = number(number).orElseThrow(() -> new InvalidLineException("no value"));
        Optional<Instant> at = line.hasExemplar(format) ? Optional.empty() : line.time(format);
        if (!line.hasExemplar(format) && line.peek() != 0) {
            throw new InvalidLineException("text after the sample");
        }
        labels.values().removeIf(String::isEmpty);
        return new Sample(metric, labels, value, at);
    }

    /** The next characters up to white space; empty at the end. */
    String word() {
        skipSpaces();
        int start = position;
        while (position < text.length() && !isSpace(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /** The name of a family, which is in quotes if it has other characters than letters, digits, {@code _} and {@code :}. */
    String nameOrQuoted() throws InvalidLineException {
        skipSpaces();
        return peek() == '"' ? checked(quoted()) : name(true);
    }

    /** A number as Go writes it; empty if the text is none. */
    static Optional<Double> number(String number) {
        return switch (number.toLowerCase(Locale.ROOT)) {
            case "nan" -> Optional.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> isDecimal(number) ? decimal(number) : Optional.empty();
        };
    }

    private static Optional<Double> decimal(String number) {
        try {
            return Optional.of(Double.valueOf(number));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Whether the text has only characters of decimal numbers; Java reads {@code 1d} and {@code 0x1p3} too. */
    private static boolean isDecimal(String number) {
        return !number.isEmpty()
                && number.length() <= MAX_NUMBER_LENGTH
                && number.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
    }

    private boolean hasExemplar(Format format) {
        skipSpaces();
        return format == Format.OPEN_METRICS && peek() == '#';
    }

    private Optional<Instant> time(Format format) throws InvalidLineException {
        String word = word();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        if (!isDecimal(word) || word.indexOf('e') >= 0 || word.indexOf('E') >= 0) {
            throw new InvalidLineException("invalid time");
        }
        try {
            BigDecimal number = new BigDecimal(word);
            BigDecimal seconds = format == Format.OPEN_METRICS ? number : number.movePointLeft(3);
            if (seconds.signum() <= 0 || seconds.compareTo(MAX_SECONDS) >= 0) {
                throw new InvalidLineException("time outside of 1970 to 2262");
            }
            return Optional.of(
                    Instant.ofEpochSecond(0, seconds.movePointRight(9).longValue()));
        } catch (NumberFormatException e) {
            throw new InvalidLineException("invalid time");
        }
    }

    /** Parses labels in braces, of which the first may be the quoted name of the metric. Returns the name of the metric. */
    private String labels(String metric, Map<String, String> labels) throws InvalidLineException {
        String found = metric;
        position++;
        skipSpaces();
        while (peek() != '}') {
            boolean isQuoted = peek() == '"';
            String name = isQuoted ? checked(quoted()) : name(false);
            skipSpaces();
            if (isQuoted && peek() != '=' && found.isEmpty()) {
                found = name;
            } else {
                expect('=');
                skipSpaces();
                if (labels.put(name, quoted()) != null || labels.size() > MAX_LABELS) {
                    throw new InvalidLineException("repeated label, or more than " + MAX_LABELS);
                }
            }
            skipSpaces();
            if (peek() != '}') {
                expect(',');
                skipSpaces();
            }
        }
        position++;
        return found;
    }

    private String quoted() throws InvalidLineException {
        expect('"');
        var value = new StringBuilder();
        for (; position < text.length() && text.charAt(position) != '"'; position++) {
            char character = text.charAt(position);
            if (character == '\\' && position + 1 < text.length()) {
                position++;
                switch (text.charAt(position)) {
                    case 'n' -> value.append('\n');
                    case '\\', '"' -> value.append(text.charAt(position));
                    default -> value.append('\\').append(text.charAt(position));
                }
            } else {
                value.append(character);
            }
        }
        expect('"');
        return value.toString();
    }

    private String name(boolean ofMetric) throws InvalidLineException {
        int start = position;
        while (position < text.length() && isName(text.charAt(position), ofMetric, position == start)) {
            position++;
        }
        return checked(text.substring(start, position));
    }

    private static String checked(String name) throws InvalidLineException {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new InvalidLineException("no name, or one of more than " + MAX_NAME_LENGTH + " characters");
        }
        return name;
    }

    private static boolean isName(char character, boolean ofMetric, boolean first) {
        return character == '_'
                || character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || !first && character >= '0' && character <= '9'
                || ofMetric && character == ':';
    }

    private void expect(char character) throws InvalidLineException {
        if (peek() != character) {
            throw new InvalidLineException("no " + character + " at column " + (position + 1));
        }
        position++;
    }

    /** The next character, or 0 at the end. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private void skipSpaces() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\t';
    }
}
