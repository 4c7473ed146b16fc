package io.logaggregator.wire.log;

import static io.logaggregator.wire.log.FieldNames.CONTAINER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.line.LevelWords;
import io.logaggregator.wire.log.FieldNames.Mark;
import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.LevelNumbers.Scale;
import io.logaggregator.wire.log.NameTable.Entry;
import io.logaggregator.wire.log.NameTable.Field;
import io.logaggregator.wire.log.Ranges.Group;
import io.logaggregator.wire.log.Ranges.Range;
import io.logaggregator.wire.log.Ranges.Wrapper;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The fields of a log record while it is read. {@link FieldNames} lists the names. The value of each slot is replaced when one
 * with precedence follows; the replaced one becomes an attribute under its own name. Of a repeated name the last value counts.
 */
public final class LogFields {

    /** Records within records are read to this depth: a container's line in a shipper's record in a wrapper. */
    private static final int MAX_DEPTH = 2;

    /** Added to the rank of a blank message, which counts if nothing else does. */
    private static final int BLANK = 100_000;

    /** Rank of values that follow from other fields. */
    private static final int DERIVED = 50_000;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private static final String JSON_COOKIE = "@cee:";
    private static final String NO_ELEMENTS = "[]";

    private static final Optional<String> MISSING =
            Optional.of("message is missing (expected: text in a member such as message or msg)");

    private final DecodeResultBuilder result;
    private final RecordNames names;
    private final int depth;
    private final AttributesWriter attributes = new AttributesWriter();
    private final int[] ranks = new int[Slot.USUAL];
    private @Nullable String[] held = new @Nullable String[2 * Slot.USUAL]; // name and value of each slot
    private int present; // bits of slots with a value
    private int texts; // bits of slots whose value is a JSON string
    private int marks;
    private @Nullable Ranges ranges;
    private @Nullable Instant time;
    private @Nullable Level level;
    private @Nullable Level numberLevel;
    private Transform messageKind = Transform.NONE;
    private @Nullable Tags tags;

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
        LogFields fields = new LogFields(result, names, 0);
        fields.readMembers(parser);
        return fields.addTo(result);
    }

    /** Whether a text member of this name can be the message of a record. */
    public static boolean isMessage(String name) {
        Entry entry = FieldNames.RECORD.find(name);
        return entry != null && entry.field != null && entry.field.slot() == Slot.MESSAGE;
    }

    /** Reads an element of an array that a shipper sent. */
    static Optional<String> readElement(JsonParser parser, DecodeResultBuilder result, RecordNames names) {
        LogFields fields = new LogFields(result, names, 1);
        fields.marks |= Mark.SHIPPED.bit();
        fields.readMembers(parser);
        return fields.addTo(result);
    }

    /** Reads a record that is all of a parser's text, and closes the parser; false if it is no object, or one without a message. */
    static boolean readObject(JsonParser parser, DecodeResultBuilder result, RecordNames names) {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            LogFields fields = new LogFields(result, names, 0);
            fields.readMembers(parser);
            return parser.nextToken() == null && fields.addTo(result).isEmpty();
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private void readMembers(JsonParser parser) {
        NameTable table = names.table;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry entry = table.find(name);
            if (entry == null) {
                if (token != JsonToken.VALUE_NULL) {
                    attributes.add(name, parser);
                }
            } else if (token.isStructStart()) {
                marks |= entry.marks;
                readStructure(entry, name, parser, token);
            } else if (token != JsonToken.VALUE_NULL) {
                marks |= entry.marks;
                readScalar(entry, name, parser, 0);
            }
        }
    }

    /** Reads a member of the record, or of an object whose members become attributes of the event. */
    private void readScalar(Entry entry, String name, JsonParser parser, int base) {
        Field field = entry.field;
        boolean used =
                entry.tags && base == 0 ? readTags(parser) : field != null && offer(field, base, name, parser, -1);
        if (!used) {
            attributes.add(name, parser);
        }
    }

    private boolean readTags(JsonParser parser) {
        tags = new Tags();
        return tags.add(parser);
    }

    private void readStructure(Entry entry, String name, JsonParser parser, JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            if (entry.tags) {
                readTags(parser);
            } else if (entry.elements) {
                int start = attributes.length();
                int value = attributes.add(name, parser);
                ranges().elements = new Wrapper(new Range(start, attributes.length()), value);
            } else {
                addStructure(entry.field, 0, name, parser);
            }
        } else if (entry.flat) {
            readFlat(entry, parser);
        } else {
            int start = attributes.length();
            int value = entry.container > 0
                    ? readObject(name, entry.members, names.table, entry.container * CONTAINER, parser)
                    : entry.members != null
                            ? readObject(name, entry.members, null, 0, parser)
                            : addStructure(entry.field, 0, name, parser);
            Range member = new Range(start, attributes.length());
            if (entry.wrapper) {
                ranges().wrapper = new Wrapper(member, value);
            } else if ((entry.marks & Mark.SCHEMA.bit()) != 0) {
                ranges().schema = member;
            }
        }
    }

    /** Members of metadata and unknown fields share one level, so that a query finds both under the same name. */
    private void readFlat(Entry container, JsonParser parser) {
        int base = container.container * CONTAINER;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry member = container.members == null ? null : container.members.find(name); // configured
            Entry entry = member == null ? names.table.find(name) : member;
            if (entry == null || token == JsonToken.VALUE_NULL) {
                attributes.add(name, parser);
            } else if (!token.isStructStart()) {
                readScalar(entry, name, parser, member == null ? base : 0);
            } else if (token == JsonToken.START_OBJECT && entry.members != null) {
                readObject(name, entry.members, null, base, parser);
            } else {
                addStructure(entry.field, base, name, parser);
            }
        }
    }

    /**
     * Adds an object to the attributes. Members that become fields are removed at the end.
     *
     * @return position of the object
     */
    private int readObject(
            String object, @Nullable NameTable members, @Nullable NameTable table, int base, JsonParser parser) {
        Group group = ranges().open(attributes.length());
        int value = attributes.startObject(object);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry entry = members == null ? null : members.find(name);
            int rank = entry != null && table != null ? 0 : base; // kubernetes.host has the rank of its dotted name
            if (entry == null && table != null) {
                entry = table.find(name);
            }
            group.members++;
            if (entry == null || token == JsonToken.VALUE_NULL) {
                attributes.add(name, parser);
            } else if (!token.isStructStart()) {
                int start = attributes.length();
                attributes.add(name, parser);
                if (entry.field != null) {
                    offer(entry.field, rank, name, parser, start);
                }
            } else if (token == JsonToken.START_OBJECT && entry.members != null) {
                readObject(name, entry.members, null, rank, parser);
            } else {
                addStructure(entry.field, rank, name, parser);
            }
        }
        attributes.endObject();
        ranges().close(group, attributes.length());
        if (!ranges().isInside()) {
            ranges().takeDeferred().forEach(late -> attributes.add(late.name(), late.value(), late.isText()));
        }
        return value;
    }

    /**
     * Adds an array or object to the attributes; a time or a message is removed at the end.
     *
     * @return position of the array or object
     */
    private int addStructure(@Nullable Field field, int base, String name, JsonParser parser) {
        int start = attributes.length();
        int valueStart = attributes.add(name, parser);
        if (field == null) {
            return valueStart;
        }
        int rank = base + field.rank();
        if (field.slot() == Slot.TIME && precedes(Slot.TIME, rank)) {
            Optional<Instant> found =
                    RecordTime.ofStructure(attributes.text(valueStart, attributes.length()), result.times());
            if (found.isPresent()) {
                win(Slot.TIME, rank, name, "", false, start);
                time = found.get();
            }
        } else if (field.slot() == Slot.MESSAGE && precedes(Slot.MESSAGE, rank)) {
            MessageArray.text(attributes.text(valueStart, attributes.length())).ifPresent(text -> {
                win(Slot.MESSAGE, rank, name, text, true, start);
                messageKind = field.transform();
            });
        }
        return valueStart;
    }

    private boolean precedes(Slot slot, int rank) {
        return (present & slot.bit) == 0 || rank <= ranks[slot.ordinal()];
    }

    /**
     * Offers the parser's current scalar as a value of a slot.
     *
     * @param start of the member in the attributes; negative if it is not there
     * @return whether the value is held, and so is no attribute for now
     */
    private boolean offer(Field field, int base, String name, JsonParser parser, int start) {
        Slot slot = field.slot();
        int rank = base + field.rank();
        boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
        switch (slot) {
            case TIME -> {
                return precedes(slot, rank) && offerTime(rank, name, parser, isText, start);
            }
            case LEVEL -> {
                return offerLevel(rank, name, parser, isText, start);
            }
            case LEVEL_NUMBER -> {
                return precedes(slot, rank) && offerNumber(field, rank, name, parser, isText, start);
            }
            case MESSAGE -> {
                return offerMessage(field, rank, name, parser, isText, start);
            }
            case CORRELATION_ID -> {
                return precedes(slot, rank) && offerTraceId(field, rank, name, parser, isText, start);
            }
            case TAG_LIST -> {
                environmentIn(parser.getString());
                return false;
            }
            case BARE_LEVEL, PROGRAM, STATUS, TYPE, SEVERITY_LETTER, COMPONENT_LETTER, PAYLOAD, TIME_NANOS -> {
                if (base > 0 || start >= 0) {
                    return false;
                }
                win(slot, rank, name, Scalars.text(parser).orElse(""), isText, start);
                return true;
            }
            default -> {
                Optional<String> label = precedes(slot, rank) ? label(field, parser) : Optional.empty();
                label.ifPresent(text -> win(slot, rank, name, text, isText, start));
                return label.isPresent();
            }
        }
    }

    private static Optional<String> label(Field field, JsonParser parser) {
        Optional<String> label = Scalars.label(parser);
        return field.transform() == Transform.CONTAINER_NAME
                ? label.map(name -> name.startsWith("/") ? name.substring(1) : name)
                : label;
    }

    private boolean offerTime(int rank, String name, JsonParser parser, boolean isText, int start) {
        String text = parser.getString();
        Optional<Instant> found = Timestamps.parse(text, result.times());
        if (found.isEmpty()) {
            return false;
        }
        win(Slot.TIME, rank, name, text, isText, start);
        time = found.get();
        return true;
    }

    private boolean offerLevel(int rank, String name, JsonParser parser, boolean isText, int start) {
        String text = Scalars.recurring(parser);
        if (isText && precedes(Slot.LEVEL, rank)) {
            Optional<Level> word = LevelWords.ofField(text);
            if (word.isPresent()) {
                win(Slot.LEVEL, rank, name, text, true, start);
                level = word.get();
                return true;
            }
        }
        if (!precedes(Slot.BARE_LEVEL, rank) || integer(text) < 0) {
            return false;
        }
        win(Slot.BARE_LEVEL, rank, name, text, isText, start);
        return true;
    }

    private boolean offerNumber(Field field, int rank, String name, JsonParser parser, boolean isText, int start) {
        String text = parser.getString();
        long number = integer(text);
        Optional<Level> found = number < 0 || field.scale() == null
                ? Optional.empty()
                : field.scale().level(number);
        if (found.isEmpty()) {
            return false;
        }
        win(Slot.LEVEL_NUMBER, rank, name, text, isText, start);
        numberLevel = found.get();
        return true;
    }

    private boolean offerMessage(Field field, int given, String name, JsonParser parser, boolean isText, int start) {
        if (!isText && field.rank() > 1) {
            return false;
        }
        Optional<String> found = Scalars.text(parser);
        int rank = found.isPresent() && found.get().isBlank() ? given + BLANK : given;
        if (found.isEmpty() || !precedes(Slot.MESSAGE, rank)) {
            return false;
        }
        boolean isTemplate = field.transform() == Transform.TEMPLATE;
        if (isTemplate && start < 0) {
            start = attributes.length();
            attributes.add(name, parser);
        }
        win(Slot.MESSAGE, rank, isTemplate ? null : name, found.get(), isText, isTemplate ? -1 : start);
        messageKind = field.transform();
        return true;
    }

    private boolean offerTraceId(Field field, int rank, String name, JsonParser parser, boolean isText, int start) {
        Optional<String> id = Scalars.id(parser);
        if (id.isEmpty() || isZero(id.get())) {
            return false;
        }
        if (field.transform() != Transform.TRACE_NAME) {
            win(Slot.CORRELATION_ID, rank, name, id.get(), isText, start);
            return true;
        }
        int place = id.get().indexOf("/traces/");
        if (place >= 0) {
            // The name stays an attribute: its project is not part of the id.
            win(Slot.CORRELATION_ID, rank, null, id.get().substring(place + "/traces/".length()), isText, -1);
        }
        return false;
    }

    /** Whether an id consists of zeros, which stand for no trace. */
    private static boolean isZero(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) != '0' && id.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private void environmentIn(String tagList) {
        int start = tagList.startsWith("env:") ? 0 : tagList.indexOf(",env:") + 1;
        if (precedes(Slot.ENVIRONMENT, DERIVED) && tagList.startsWith("env:", start)) {
            int end = tagList.indexOf(',', start);
            Scalars.label(tagList.substring(start + "env:".length(), end < 0 ? tagList.length() : end))
                    .ifPresent(label -> win(Slot.ENVIRONMENT, DERIVED, null, label, true, -1));
        }
    }

    /** An integer of up to nine digits; negative for any other text. */
    private static long integer(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /**
     * Sets the value of a slot. The one before becomes an attribute, unless it has the same name.
     *
     * @param name null if the value is not to become an attribute
     */
    private void win(Slot slot, int rank, @Nullable String name, String value, boolean isText, int start) {
        int i = slot.ordinal();
        int end = start < 0 ? 0 : attributes.length();
        if (has(slot) && (i >= Slot.USUAL || ranks[i] != rank || name == null || !name.equals(held[2 * i]))) {
            release(slot);
        }
        present |= slot.bit;
        if (i < Slot.USUAL) {
            ranks[i] = rank;
        } else if (held.length < 2 * Slot.COUNT) {
            held = Arrays.copyOf(held, 2 * Slot.COUNT);
        }
        held[2 * i] = name;
        held[2 * i + 1] = value;
        texts = isText ? texts | slot.bit : texts & ~slot.bit;
        if (start >= 0) {
            ranges().set(slot, start, end);
        } else if (ranges != null) {
            ranges.clear(slot);
        }
    }

    /** Makes the value of a slot an attribute, and the slot empty. */
    private void release(Slot slot) {
        int i = slot.ordinal();
        if (!has(slot)) {
            return;
        }
        String name = held[2 * i];
        String value = held[2 * i + 1];
        if (ranges != null && ranges.clear(slot)) {
            name = null; // it is among the attributes
        }
        present &= ~slot.bit;
        if (name == null || value == null) {
            return;
        }
        boolean isText = (texts & slot.bit) != 0;
        if (ranges != null && ranges.isInside()) {
            ranges.defer(name, value, isText);
        } else {
            attributes.add(name, value, isText);
        }
    }

    private boolean has(Slot slot) {
        return (present & slot.bit) != 0;
    }

    /** Whether there is a message that is not blank. */
    private boolean hasText() {
        return has(Slot.MESSAGE) && ranks[Slot.MESSAGE.ordinal()] < BLANK;
    }

    /** Whether the value of a slot has a configured name. */
    private boolean isConfigured(Slot slot) {
        return ranks[slot.ordinal()] <= 0;
    }

    private boolean has(Mark mark) {
        return (marks & mark.bit()) != 0;
    }

    private String value(Slot slot) {
        String value = has(slot) ? held[2 * slot.ordinal() + 1] : null;
        return value == null ? "" : value;
    }

    private Ranges ranges() {
        if (ranges == null) {
            ranges = new Ranges();
        }
        return ranges;
    }

    /** Uses the values that count in the records of one library only. */
    private void resolveConventions() {
        boolean mongo = has(Mark.MONGODB_TIME) && has(Mark.MONGODB_SEVERITY) && has(Mark.MONGODB_COMPONENT);
        if (has(Slot.PROGRAM)) {
            resolve(Slot.PROGRAM, Slot.APPLICATION, isTens());
        }
        if (has(Slot.COMPONENT_LETTER)) {
            resolve(Slot.COMPONENT_LETTER, Slot.COMPONENT, mongo);
        }
        if (has(Slot.STATUS)) {
            resolveLevel(Slot.STATUS, has(Mark.DATADOG));
        }
        if (has(Slot.TYPE)) {
            resolveLevel(Slot.TYPE, has(Mark.KUBERNETES));
        }
        if (has(Slot.SEVERITY_LETTER)) {
            resolveLevel(Slot.SEVERITY_LETTER, mongo);
        }
        if (has(Slot.PAYLOAD)) {
            resolve(Slot.PAYLOAD, Slot.MESSAGE, has(Mark.SCHEMA));
        }
        if (has(Slot.TIME_NANOS)) {
            resolveNanos();
        }
    }

    private void resolveNanos() {
        long nanos = integer(value(Slot.TIME_NANOS));
        if (time != null
                && "timestampSeconds".equals(held[2 * Slot.TIME.ordinal()])
                && nanos >= 0
                && nanos < NANOS_PER_SECOND) {
            present &= ~Slot.TIME_NANOS.bit;
            time = time.truncatedTo(ChronoUnit.SECONDS).plusNanos(nanos);
        } else {
            release(Slot.TIME_NANOS);
        }
    }

    private void resolve(Slot from, Slot to, boolean applies) {
        String name = held[2 * from.ordinal()];
        String value = value(from);
        if (applies && !has(to) && !value.isBlank()) {
            present &= ~from.bit;
            win(to, DERIVED, name, value, true, -1);
        } else {
            release(from);
        }
    }

    private void resolveLevel(Slot slot, boolean applies) {
        Optional<Level> word = applies && !has(Slot.LEVEL) ? LevelWords.ofField(value(slot)) : Optional.empty();
        if (word.isPresent()) {
            resolve(slot, Slot.LEVEL, true);
            level = word.get();
        } else {
            release(slot);
        }
    }

    /** Whether the record is of pino or bunyan. */
    private boolean isTens() {
        return has(Mark.PID) && has(Mark.HOSTNAME) || has(Mark.BUNYAN_VERSION) && has(Slot.BARE_LEVEL);
    }

    /** The level of a number; the rest of the record shows its scale. */
    private Optional<Level> bareLevel() {
        long number = integer(value(Slot.BARE_LEVEL));
        if (has(Mark.GELF)) {
            return Scale.SYSLOG.level(number);
        }
        if (has(Mark.WINDOWS) && has(Mark.WINDOWS_RECORD)) {
            return Scale.WINDOWS.level(number);
        }
        if (has(Mark.PYTHON)) {
            return Scale.PYTHON.level(number);
        }
        if (isTens() && number > 0 && number < 70) {
            return Scale.TENS.level(number);
        }
        return LevelNumbers.ofBare(number);
    }

    /** Determines the level; numbers beside a word stay attributes. */
    private void resolveLevel() {
        if (has(Slot.BARE_LEVEL) && isConfigured(Slot.BARE_LEVEL) && !(has(Slot.LEVEL) && isConfigured(Slot.LEVEL))) {
            Optional<Level> configured = bareLevel();
            if (configured.isPresent()) {
                release(Slot.LEVEL);
                release(Slot.LEVEL_NUMBER);
                level = configured.get();
                return;
            }
        }
        if (!has(Slot.LEVEL) && has(Slot.LEVEL_NUMBER)) {
            level = numberLevel;
        } else if (has(Slot.LEVEL_NUMBER)) {
            release(Slot.LEVEL_NUMBER);
        }
        if (has(Slot.BARE_LEVEL)) {
            Optional<Level> bare = level == null ? bareLevel() : Optional.empty();
            if (bare.isPresent()) {
                level = bare.get();
            } else {
                release(Slot.BARE_LEVEL);
            }
        }
    }

    /** Whether the message is a line that a shipper read, so that its level may be within. */
    private boolean isLine() {
        return messageKind == Transform.LINE || has(Mark.SHIPPED);
    }

    /** Reads a record within this one: the text of the message, or a wrapped object. Its values precede. */
    private void resolveEmbedded() {
        boolean hasMessage = hasText();
        if (depth == MAX_DEPTH) {
            return;
        }
        if (hasMessage) {
            String text = value(Slot.MESSAGE);
            String json = text.startsWith(JSON_COOKIE) ? text.substring(JSON_COOKIE.length()) : text;
            if (isObject(json)) {
                embedded(json).ifPresent(record -> {
                    consumeMessage();
                    takeOver(record);
                });
            }
        } else if (ranges != null && ranges.wrapper != null) {
            Ranges present = ranges;
            Wrapper wrapper = ranges.wrapper;
            embedded(attributes.text(wrapper.value(), wrapper.member().end())).ifPresent(record -> {
                present.cut(wrapper.member());
                if (present.schema != null) {
                    present.cut(present.schema);
                }
                takeOver(record);
            });
        }
    }

    /** Removes the message, which is replaced by what it contains. */
    private void consumeMessage() {
        present &= ~Slot.MESSAGE.bit;
        if (ranges != null) {
            ranges.cut(Slot.MESSAGE);
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
    private Optional<LogFields> embedded(String json) {
        try (JsonParser parser = Json.parser(json)) {
            LogFields record = new LogFields(result, names, depth + 1);
            parser.nextToken();
            record.readMembers(parser);
            return parser.nextToken() == null && record.complete().isEmpty() ? Optional.of(record) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private void takeOver(LogFields record) {
        for (Slot slot : Slot.TEXTS) {
            if (record.has(slot)) {
                win(slot, 1, null, record.value(slot), true, -1);
            }
        }
        if (record.time != null) {
            release(Slot.TIME);
            time = record.time;
        }
        if (record.level != null) {
            release(Slot.LEVEL);
            release(Slot.LEVEL_NUMBER);
            release(Slot.BARE_LEVEL);
            level = record.level;
            win(Slot.LEVEL, 1, null, "", true, -1);
        }
        tags = record.tags == null ? tags : record.tags;
        messageKind = record.messageKind;
        attributes.addAll(record.attributes());
    }

    /** Determines all fields, or returns the missing one. */
    private Optional<String> complete() {
        if ((present & Slot.CONVENTIONS) != 0) {
            resolveConventions();
        }
        resolveEmbedded();
        if (messageKind == Transform.TEMPLATE && has(Slot.MESSAGE)) {
            held[2 * Slot.MESSAGE.ordinal() + 1] = MessageTemplate.render(value(Slot.MESSAGE), attributes.object());
            messageKind = Transform.NONE;
        } else if (!hasText()) {
            AccessRecord.message(attributes.object())
                    .ifPresent(text -> win(Slot.MESSAGE, DERIVED, null, text, true, -1));
        }
        resolveLevel();
        return has(Slot.MESSAGE) || result.frame().message() != null ? Optional.empty() : MISSING;
    }

    private JsonObject attributes() {
        int[] cuts = ranges == null ? new int[0] : ranges.cuts();
        return cuts.length == 0 ? attributes.toObject() : attributes.without(cuts);
    }

    /** Adds the event, or returns the missing field. */
    private Optional<String> addTo(DecodeResultBuilder result) {
        Optional<String> missing = complete();
        if (missing.isPresent()) {
            Wrapper elements = ranges == null ? null : ranges.elements;
            String array = elements == null
                    ? NO_ELEMENTS
                    : attributes.text(elements.value(), elements.member().end());
            if (elements == null || array.equals(NO_ELEMENTS)) {
                return missing;
            }
            ranges().cut(elements.member());
            RecordArray.read(array, record(null), names, result);
            return Optional.empty();
        }
        if (level == null && isLine() && hasText()) {
            String line = value(Slot.MESSAGE).stripTrailing();
            result.within(record(null), () -> {
                PlainLine.read(Bytes.of(line.getBytes(UTF_8)), result, names);
                return true;
            });
        } else {
            result.add(record(message()));
        }
        result.drop(tags == null ? 0 : tags.dropped());
        return Optional.empty();
    }

    private LogRecord record(@Nullable String message) {
        JsonObject others = attributes();
        return new LogRecord(
                time,
                has(Slot.HOST) ? value(Slot.HOST) : null,
                level,
                message,
                texts(),
                tags == null ? List.of() : tags.labels(),
                tags == null ? others : tags.mark(others));
    }

    /** The message; without the line break at the end of a line. */
    private @Nullable String message() {
        String message = has(Slot.MESSAGE) ? value(Slot.MESSAGE) : null;
        return messageKind == Transform.LINE && message != null ? message.stripTrailing() : message;
    }

    private LogTexts texts() {
        String[] texts = new String[Text.ALL.size()];
        for (Text text : Text.ALL) {
            texts[text.ordinal()] = value(Slot.of(text));
        }
        return LogTexts.of(texts);
    }
}
