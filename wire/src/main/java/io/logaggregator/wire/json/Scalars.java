package io.logaggregator.wire.json;

import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;

/** Reads the parser's current value as a scalar. Empty if it is null, an object, an array, or invalid. */
public final class Scalars {

    private static final int MAX_NUMBER_LENGTH = 64;

    private Scalars() {}

    /** Text; numbers and booleans as written. */
    public static Optional<String> text(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                Optional.of(Text.of(parser));
            default -> Optional.empty();
        };
    }

    /** The parser's current value as it was sent, usually a {@linkplain RecentTexts recent text}. */
    public static String recurring(JsonParser parser) {
        return parser instanceof PlainJsonParser plain ? plain.recentString() : parser.getString();
    }

    /** A label, see {@link Text#label}. */
    public static Optional<String> label(JsonParser parser) {
        return label(parser, true);
    }

    /** A label of few messages, such as a trace id. */
    public static Optional<String> id(JsonParser parser) {
        return label(parser, false);
    }

    private static Optional<String> label(JsonParser parser, boolean recurs) {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                Optional.ofNullable(Text.label(parser, recurs));
            default -> Optional.empty();
        };
    }

    /** A label in cleaned text, see {@link Text#label}. */
    public static Optional<String> label(String text) {
        return Text.label(text);
    }

    /** A finite number, also a quoted one. */
    public static OptionalDouble number(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_STRING -> number(parser.getString().strip());
            default -> OptionalDouble.empty();
        };
    }

    /** A finite decimal number; Java's own notations ({@code 1f}, {@code 0x1p3}) are invalid. */
    static OptionalDouble number(String text) {
        if (text.isEmpty()
                || text.length() > MAX_NUMBER_LENGTH
                || !text.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
            return OptionalDouble.empty();
        }
        try {
            return finite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A time in any notation of {@link Timestamps}. */
    public static Optional<Instant> time(JsonParser parser, TimeContext context) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Timestamps.parse(parser.getString(), context);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Timestamps.ofEpoch(parser.getString(), context);
            default -> Optional.empty();
        };
    }
}
