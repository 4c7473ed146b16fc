package io.logaggregator.wire.log;

import io.logaggregator.wire.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Renders message templates such as {@code Order {Id} took {Elapsed:0.0} ms}.
 *
 * @see <a href="https://messagetemplates.org">Message templates</a>
 */
final class MessageTemplate {

    private MessageTemplate() {}

    /**
     * The template with the values of the members that it names. Other text in braces is kept.
     *
     * @param object JSON of the record; {@code @r} has the formatted values of properties with a format
     */
    static String render(String template, String object) {
        Map<String, String> values = new HashMap<>();
        Deque<String> renderings = new ArrayDeque<>();
        collect(template, object, values, renderings);
        StringBuilder text = new StringBuilder(template.length() + 64);
        int position = 0;
        while (position < template.length()) {
            char character = template.charAt(position);
            boolean doubled = position + 1 < template.length() && template.charAt(position + 1) == character;
            if ((character == '{' || character == '}') && doubled) {
                text.append(character);
                position += 2;
                continue;
            }
            int end = character == '{' ? template.indexOf('}', position) : -1;
            if (end < 0) {
                if (character == '{') {
                    return text.append(template, position, template.length()).toString();
                }
                text.append(character);
                position++;
                continue;
            }
            String property = template.substring(position + 1, end);
            boolean isFormatted = property.indexOf(':') >= 0;
            String value = isFormatted && !renderings.isEmpty() ? renderings.poll() : values.get(name(property));
            text.append(value == null ? template.substring(position, end + 1) : value);
            position = end + 1;
        }
        return text.length() > Json.MAX_TEXT_LENGTH ? template : text.toString();
    }

    /** The name in a property such as {@code @Order,-8:000}. */
    private static String name(String property) {
        int start = property.startsWith("@") || property.startsWith("$") ? 1 : 0;
        int end = start;
        while (end < property.length() && property.charAt(end) != ',' && property.charAt(end) != ':') {
            end++;
        }
        return property.substring(start, end);
    }

    private static void collect(String template, String object, Map<String, String> values, Deque<String> renderings) {
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            collect(template, object, parser, true, values, renderings);
        } catch (JacksonException e) {
            values.clear();
        }
    }

    private static void collect(
            String template,
            String object,
            JsonParser parser,
            boolean outer,
            Map<String, String> values,
            Deque<String> renderings) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (outer && token == JsonToken.START_OBJECT && name.equals("Properties")) {
                collect(template, object, parser, false, values, renderings);
            } else if (outer && token == JsonToken.START_ARRAY && name.equals("@r")) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken().isStructStart()) {
                        parser.skipChildren();
                    } else {
                        renderings.add(parser.getString());
                    }
                }
            } else if (token.isStructStart()) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                values.put(name, object.substring(start, (int)
                        parser.currentLocation().getCharOffset()));
            } else {
                values.put(name, parser.getString());
            }
        }
    }
}
