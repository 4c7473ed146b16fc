package io.logaggregator.wire.json;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Copies members from a parser to the text of a new JSON object. Text and numbers that the store cannot hold are
 * changed: text is cleaned, and numbers without a finite or reasonable value become text.
 */
public final class AttributesWriter {

    /** PostgreSQL's numeric stores all digits: 1e9999 would take ten thousand of them, and 1e999999 fails. */
    private static final int MAX_EXPONENT_DIGITS = 3;

    private @Nullable StringBuilder out;

    /** Adds a member with the parser's current value, and moves the parser to the end of an object or array. */
    public void add(String name, JsonParser parser) {
        StringBuilder text = out();
        name(name, text);
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
    }

    /** Adds the members of the object that is the parser's current value, and moves the parser to its end. */
    public void addMembers(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            add(name, parser);
        }
    }

    /** The finished object. The writer must not be used afterwards. */
    public JsonObject toObject() {
        return out == null ? JsonObject.EMPTY : new JsonObject(out.append('}').toString());
    }

    private StringBuilder out() {
        if (out == null) {
            out = new StringBuilder(128).append('{');
        }
        return out;
    }

    private static void name(String name, StringBuilder text) {
        separate(text);
        string(StorableText.of(name), text);
        text.append(':');
    }

    private static void value(JsonToken token, JsonParser parser, StringBuilder text) {
        if (!token.isStructEnd()) {
            separate(text);
        }
        switch (token) {
            case VALUE_STRING -> string(Text.of(parser), text);
            case VALUE_NUMBER_INT -> text.append(parser.getString());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getString(), text);
            default -> text.append(token.asString());
        }
    }

    /** The last character shows whether a comma is due, since strings are written as a whole. */
    private static void separate(StringBuilder text) {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[' && last != ':') {
            text.append(',');
        }
    }

    private static void decimal(String number, StringBuilder text) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        boolean finite = Character.isDigit(number.charAt(number.length() - 1));
        boolean reasonable = exponent < 0 || number.length() - exponent - 1 <= MAX_EXPONENT_DIGITS + 1;
        if (finite && reasonable) {
            text.append(number);
        } else {
            string(number, text);
        }
    }

    private static void string(String clean, StringBuilder text) {
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
