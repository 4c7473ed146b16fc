package io.logaggregator.wire.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.log.FieldNames.Mark;
import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.NameTable.Entry;
import io.logaggregator.wire.log.Ranges.Wrapper;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads log records: {@link RecordReader} their members, {@link Conventions} the values that depend on the rest of the record.
 * Then come records within the record. {@link FieldNames} lists the names.
 */
public final class LogFields {

    /** Records within records are read to this depth: a container's line in a shipper's record in a wrapper. */
    private static final int MAX_DEPTH = 2;

    private static final String JSON_COOKIE = "@cee:";
    private static final String NO_ELEMENTS = "[]";

    private static final Optional<String> MISSING =
            Optional.of("message is missing (expected: text in a member such as message or msg)");

    private final DecodeResultBuilder result;
    private final RecordNames names;
    private final int depth;
    private final RecordFields fields = new RecordFields();

    private LogFields(DecodeResultBuilder result, RecordNames names, int depth) {
        this.result = result;
        this.names = names;
        this.depth = depth;
    }

    /** Reads a log record; see {@link ElementReader#read}. */
    public static Optional<String> read(JsonParser parser, DecodeResultBuilder result) {
        return read(parser, result, RecordNames.STANDARD);
    }

    static Optional<String> read(JsonParser parser, DecodeResultBuilder result, RecordNames names) {
        LogFields record = new LogFields(result, names, 0);
        record.readMembers(parser);
        return record.add();
    }

    /** Whether a text member of this name can be the message of a record. */
    public static boolean isMessage(String name) {
        Entry entry = FieldNames.RECORD.find(name);
        return entry != null && entry.field != null && entry.field.slot() == Slot.MESSAGE;
    }

    /** Reads an element of an array that a shipper sent. */
    static Optional<String> readElement(JsonParser parser, DecodeResultBuilder result, RecordNames names) {
        LogFields record = new LogFields(result, names, 1);
        record.fields.marks |= Mark.SHIPPED.bit();
        record.readMembers(parser);
        return record.add();
    }

    /** Reads a record that is all of a parser's text, and closes the parser; false if it is no object, or one without a message. */
    static boolean readObject(JsonParser parser, DecodeResultBuilder result, RecordNames names) {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            LogFields record = new LogFields(result, names, 0);
            record.readMembers(parser);
            return parser.nextToken() == null && record.add().isEmpty();
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private void readMembers(JsonParser parser) {
        new RecordReader(fields, names.table, result.times()).readMembers(parser);
    }

    /** Whether the message is a line that a shipper read, so that its level may be within. */
    private boolean isLine() {
        return fields.messageKind == Transform.LINE || fields.has(Mark.SHIPPED);
    }

    /** Reads a record within this one: the text of the message, or a wrapped object. Its values precede. */
    private void resolveEmbedded() {
        if (depth == MAX_DEPTH) {
            return;
        }
        Wrapper wrapper = fields.wrapper();
        if (fields.hasText()) {
            String text = fields.value(Slot.MESSAGE);
            String json = text.startsWith(JSON_COOKIE) ? text.substring(JSON_COOKIE.length()) : text;
            if (isObject(json)) {
                embedded(json).ifPresent(record -> {
                    fields.consumeMessage();
                    takeOver(record);
                });
            }
        } else if (wrapper != null) {
            embedded(fields.attributes.text(wrapper.value(), wrapper.member().end()))
                    .ifPresent(record -> {
                        fields.cutWrapper(wrapper);
                        takeOver(record);
                    });
        }
    }

    private static boolean isObject(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        return start < text.length() && text.charAt(start) == '{';
    }

    /** The record in a text; empty if the text is not an object with a message. */
    private Optional<RecordFields> embedded(String json) {
        try (JsonParser parser = Json.parser(json)) {
            LogFields record = new LogFields(result, names, depth + 1);
            parser.nextToken();
            record.readMembers(parser);
            return parser.nextToken() == null && record.complete().isEmpty()
                    ? Optional.of(record.fields)
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private void takeOver(RecordFields record) {
        for (Slot slot : Slot.TEXTS) {
            if (record.has(slot)) {
                fields.set(slot, 1, null, record.value(slot), true, -1);
            }
        }
        if (record.time != null) {
            fields.release(Slot.TIME);
            fields.time = record.time;
        }
        if (record.level != null) {
            fields.release(Slot.LEVEL);
            fields.release(Slot.LEVEL_NUMBER);
            fields.release(Slot.BARE_LEVEL);
            fields.level = record.level;
            fields.set(Slot.LEVEL, 1, null, "", true, -1);
        }
        fields.tags = record.tags == null ? fields.tags : record.tags;
        fields.messageKind = record.messageKind;
        fields.attributes.addAll(record.object());
    }

    /** Determines all fields, or returns the missing one. */
    private Optional<String> complete() {
        if (fields.hasConventions()) {
            Conventions.resolve(fields);
        }
        resolveEmbedded();
        if (fields.messageKind == Transform.TEMPLATE && fields.has(Slot.MESSAGE)) {
            fields.replaceMessage(MessageTemplate.render(fields.value(Slot.MESSAGE), fields.attributes.object()));
            fields.messageKind = Transform.NONE;
        } else if (!fields.hasText()) {
            AccessRecord.message(fields.attributes.object())
                    .ifPresent(text -> fields.set(Slot.MESSAGE, RecordFields.DERIVED, null, text, true, -1));
        }
        Conventions.resolveLevel(fields);
        return fields.has(Slot.MESSAGE) || result.frame().message() != null ? Optional.empty() : MISSING;
    }

    /** Adds the event, or returns the missing field. */
    private Optional<String> add() {
        Optional<String> missing = complete();
        if (missing.isPresent()) {
            Wrapper elements = fields.elements();
            String array = elements == null
                    ? NO_ELEMENTS
                    : fields.attributes.text(elements.value(), elements.member().end());
            if (elements == null || array.equals(NO_ELEMENTS)) {
                return missing;
            }
            fields.ranges().cut(elements.member());
            RecordArray.read(array, record(null), names, result);
            return Optional.empty();
        }
        if (fields.level == null && isLine() && fields.hasText()) {
            String line = fields.value(Slot.MESSAGE).stripTrailing();
            result.within(record(null), () -> {
                PlainLine.read(Bytes.of(line.getBytes(UTF_8)), result, names);
                return true;
            });
        } else {
            result.add(record(message()));
        }
        result.drop(fields.tags == null ? 0 : fields.tags.dropped());
        return Optional.empty();
    }

    private LogRecord record(@Nullable String message) {
        JsonObject others = fields.object();
        Tags tags = fields.tags;
        return new LogRecord(
                fields.time,
                fields.has(Slot.HOST) ? fields.value(Slot.HOST) : null,
                fields.level,
                message,
                texts(),
                tags == null ? List.of() : tags.labels(),
                tags == null ? others : tags.mark(others));
    }

    /** The message; without the line break at the end of a line. */
    private @Nullable String message() {
        String message = fields.has(Slot.MESSAGE) ? fields.value(Slot.MESSAGE) : null;
        return fields.messageKind == Transform.LINE && message != null ? message.stripTrailing() : message;
    }

    private LogTexts texts() {
        String[] texts = new String[Text.ALL.size()];
        for (Text text : Text.ALL) {
            texts[text.ordinal()] = fields.value(Slot.of(text));
        }
        return LogTexts.of(texts);
    }
}
