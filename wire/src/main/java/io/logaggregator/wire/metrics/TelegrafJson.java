package io.logaggregator.wire.metrics;

import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonMembers;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Metrics of Telegraf's JSON serializer: one, several in a row, an array, or {@code {"metrics": [...]}}.
 *
 * @see <a href="https://docs.influxdata.com/telegraf/v1/data_formats/output/json/">Telegraf, JSON output</a>
 */
public final class TelegrafJson implements Elements {

    private final Bytes text;

    private TelegrafJson(Bytes text) {
        this.text = text;
    }

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        return new TelegrafJson(value.withoutByteOrderMark());
    }

    @Override
    public void visit(ElementVisitor visitor) {
        JsonMembers.ofRow(
                text,
                row -> JsonMembers.ofArray(row, value -> {
                    Bytes[] batch = {null};
                    try {
                        JsonMembers.ofObject(value, (name, member) -> {
                            if (name.equals("metrics") && member.startsWith('[')) {
                                batch[0] = member;
                            }
                        });
                    } catch (InvalidElementException e) {
                        visitor.reject(e.reason(), e.detail(), value);
                        return;
                    }
                    JsonMembers.ofArray(
                            batch[0] == null ? value : batch[0],
                            metric ->
                                    visitor.add(metric, result -> parse(metric).addTo(result)));
                }));
    }

    private static TaggedFields parse(Bytes metric) {
        Map<String, String> tags = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        String[] texts = {"", ""};
        try (JsonParser parser = Json.parser(metric)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidElementException.malformed("not a JSON object");
            }
            Members.ofObject(parser, name -> {
                switch (name) {
                    case "name" -> texts[0] = Scalars.text(parser).orElse("");
                    case "timestamp" -> texts[1] = Scalars.text(parser).orElse("");
                    case "tags" -> members(parser, tags);
                    case "fields" -> fields(parser, fields);
                    default -> {}
                }
            });
        } catch (JacksonException e) {
            throw InvalidElementException.of(e);
        }
        TaggedFields result = new TaggedFields(texts[0]);
        tags.forEach(result::tag);
        fields.forEach(result::field);
        result.time(texts[1]);
        return result;
    }

    private static void members(JsonParser parser, Map<String, String> members) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> Scalars.text(parser).ifPresent(value -> members.put(name, value)));
        }
    }

    private static void fields(JsonParser parser, Map<String, Object> fields) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> {
                switch (parser.currentToken()) {
                    case VALUE_TRUE -> fields.put(name, true);
                    case VALUE_FALSE -> fields.put(name, false);
                    case VALUE_STRING -> fields.put(name, parser.getString());
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> fields.put(name, parser.getDoubleValue());
                    default -> {}
                }
            });
        }
    }
}
