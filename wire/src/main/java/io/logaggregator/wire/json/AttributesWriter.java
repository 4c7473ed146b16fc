package io.logaggregator.wire.json;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Copies members from a parser to the text of a new JSON object. Text and numbers that the store cannot hold are
 * changed: text is cleaned, and numbers without a finite or reasonable value become text.
 */
public final class AttributesWriter {

    /**
     * Digits of a number without its exponent: PostgreSQL's jsonb writes out all of them, so that 1e308 would become 309
     * characters.
     */
    private static final int MAX_DIGITS = 30;

    /** The limit of an object in characters. It bounds the size of an event for readers too. */
    private static final int MAX_LENGTH = 16 << 20;

    private @Nullable StringBuilder out;

    /**
     * Adds a member with the parser's current value, and moves the parser to the end of an object or array.
     *
     * @return position of the value, see {@link #length}
     */
    public int add(String name, JsonParser parser) {
        StringBuilder text = out();
        name(name, text);
        int start = text.length();
        JsonToken token = parser.currentToken();
        value(token, parser, text);
        int depth = token.isStructStart() ? 1 : 0;
        while (depth > 0) {
            token = parser.nextToken();
            if (token == JsonToken.PROPERTY_NAME) {
                name(parser.currentName(), text);
                continue;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            value(token, parser, text);
        }
        return start;
    }

    /** Adds a member with a text, or with a number or boolean as it was written. */
    public void add(String name, String value, boolean isText) {
        StringBuilder text = out();
        name(name, text);
        if (isText) {
            string(StorableText.of(value), text);
        } else if (value.equals("true") || value.equals("false")) {
            text.append(value);
        } else {
            number(value, text);
        }
    }

    /** Adds the members of a finished object. */
    public void addAll(JsonObject members) {
        if (!members.isEmpty()) {
            StringBuilder text = out();
            requireSpace(text.length() + members.text().length());
            separate(text);
            text.append(members.text(), 1, members.text().length() - 1);
        }
    }

    /**
     * Starts a member that is an object; its members follow.
     *
     * @return position of the object
     */
    public int startObject(String name) {
        StringBuilder text = out();
        requireSpace(text.length());
        name(name, text);
        text.append('{');
        return text.length() - 1;
    }

    /** Ends an object within this one. */
    public void endObject() {
        out().append('}');
    }

    /** Adds the members of the object that is the parser's current value, and moves the parser to its end. */
    public void addMembers(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            add(name, parser);
        }
    }

    /** Number of characters so far: the position of the next member, with its comma. */
    public int length() {
        return out().length();
    }

    /** The characters from a position to another one. */
    public String text(int start, int end) {
        return out().substring(start, end);
    }

    /** The object so far. */
    public String object() {
        return out == null ? "{}" : out + "}";
    }

    /** The finished object. The writer must not be used afterwards. */
    public JsonObject toObject() {
        return out == null ? JsonObject.EMPTY : new JsonObject(out.append('}').toString());
    }

    /**
     * The finished object without some members. The writer must not be used afterwards.
     *
     * @param ranges start and end of each member, in ascending order; a range may contain later ones
     */
    public JsonObject without(int[] ranges) {
        StringBuilder all = out().append('}');
        StringBuilder rest = new StringBuilder(all.length());
        int position = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] >= position) {
                copy(all, position, ranges[i], rest);
                position = ranges[i + 1];
            }
        }
        copy(all, position, all.length(), rest);
        return new JsonObject(rest.toString());
    }

    /** Copies characters, without a comma behind an opening brace. */
    private static void copy(StringBuilder all, int start, int end, StringBuilder to) {
        boolean first = start < end && all.charAt(start) == ',' && to.charAt(to.length() - 1) == '{';
        to.append(all, first ? start + 1 : start, end);
    }

    private static void requireSpace(int length) {
        if (length > MAX_LENGTH) {
            throw new StreamConstraintsException("attributes of more than " + MAX_LENGTH + " characters");
        }
    }

    private StringBuilder out() {
        if (out == null) {
            out = new StringBuilder(128).append('{');
        }
        return out;
    }

    static void name(String name, StringBuilder text) {
        separate(text);
        string(StorableText.of(name), text);
        text.append(':');
    }

    private static void value(JsonToken token, JsonParser parser, StringBuilder text) {
        requireSpace(text.length());
        if (!token.isStructEnd()) {
            separate(text);
        }
        switch (token) {
            case VALUE_STRING -> string(Text.of(parser), text);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString(), text);
            default -> text.append(token.asString());
        }
    }

    /** The last character shows whether a comma is due, since strings are written as a whole. */
    static void separate(StringBuilder text) {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[' && last != ':') {
            text.append(',');
        }
    }

    static void number(String number, StringBuilder text) {
        if (Character.isDigit(number.charAt(number.length() - 1)) && digits(number) <= MAX_DIGITS) {
            text.append(number);
        } else { // not finite, or long
            string(number, text);
        }
    }

    /** Number of digits without an exponent, approximately. */
    private static int digits(String number) {
        if (number.length() <= MAX_DIGITS && number.indexOf('e') < 0 && number.indexOf('E') < 0) {
            return number.length() - (number.charAt(0) == '-' ? 1 : 0);
        }
        int digits = 0;
        int position = 0;
        for (char character = number.charAt(0); character != 'e' && character != 'E'; ) {
            digits += Character.isDigit(character) ? 1 : 0;
            if (++position == number.length()) {
                return digits;
            }
            character = number.charAt(position);
        }
        int exponent = 0;
        for (position++; position < number.length() && exponent <= MAX_DIGITS; position++) {
            int digit = Character.digit(number.charAt(position), 10); // negative for a sign
            exponent = digit < 0 ? exponent : exponent * 10 + digit;
        }
        return digits + exponent;
    }

    static void string(String clean, StringBuilder text) {
        text.append('"');
        int copied = 0;
        for (int i = 0; i < clean.length(); i++) {
            char character = clean.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                text.append(clean, copied, i);
                escape(character, text);
                copied = i + 1;
            }
        }
        text.append(clean, copied, clean.length()).append('"');
    }

    private static void escape(char character, StringBuilder text) {
        switch (character) {
            case '"', '\\' -> text.append('\\').append(character);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> text.append("\\u").append(HexFormat.of().toHexDigits(character));
        }
    }
}
