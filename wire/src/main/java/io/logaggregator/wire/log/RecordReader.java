package io.logaggregator.wire.log;

import static io.logaggregator.wire.log.FieldNames.CONTAINER;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.line.LevelWords;
import io.logaggregator.wire.log.FieldNames.Mark;
import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.NameTable.Entry;
import io.logaggregator.wire.log.NameTable.Field;
import io.logaggregator.wire.log.Ranges.Group;
import io.logaggregator.wire.log.Ranges.Range;
import io.logaggregator.wire.log.Ranges.Wrapper;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the members of a log record: values of slots by their names, all others as attributes. Not thread-safe. */
final class RecordReader {

    private final RecordFields fields;
    private final NameTable names;
    private final TimeContext times;

    RecordReader(RecordFields fields, NameTable names, TimeContext times) {
        this.fields = fields;
        this.names = names;
        this.times = times;
    }

    /** Reads the members of an object. */
    void readMembers(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry entry = names.find(name);
            if (entry == null) {
                if (token != JsonToken.VALUE_NULL) {
                    fields.attributes.add(name, parser);
                }
            } else if (token.isStructStart()) {
                fields.marks |= entry.marks;
                readStructure(entry, name, parser, token);
            } else if (token != JsonToken.VALUE_NULL) {
                fields.marks |= entry.marks;
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
            fields.attributes.add(name, parser);
        }
    }

    private boolean readTags(JsonParser parser) {
        Tags tags = new Tags();
        fields.tags = tags;
        return tags.add(parser);
    }

    private void readStructure(Entry entry, String name, JsonParser parser, JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            if (entry.tags) {
                readTags(parser);
            } else if (entry.elements) {
                int start = fields.attributes.length();
                int value = fields.attributes.add(name, parser);
                fields.ranges().elements = new Wrapper(new Range(start, fields.attributes.length()), value);
            } else {
                addStructure(entry.field, 0, name, parser);
            }
        } else if (entry.flat) {
            readFlat(entry, parser);
        } else {
            int start = fields.attributes.length();
            int value = entry.container > 0
                    ? readObject(name, entry.members, names, entry.container * CONTAINER, parser)
                    : entry.members != null
                            ? readObject(name, entry.members, null, 0, parser)
                            : addStructure(entry.field, 0, name, parser);
            Range member = new Range(start, fields.attributes.length());
            if (entry.wrapper) {
                fields.ranges().wrapper = new Wrapper(member, value);
            } else if ((entry.marks & Mark.SCHEMA.bit()) != 0) {
                fields.ranges().schema = member;
            }
        }
    }

    /** Members of metadata and unknown fields share one level, so that a query finds both under the same name. */
    private void readFlat(Entry container, JsonParser parser) {
        int base = container.container * CONTAINER;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry member = container.members == null ? null : container.members.find(name); // configured
            Entry entry = member == null ? names.find(name) : member;
            if (entry == null || token == JsonToken.VALUE_NULL) {
                fields.attributes.add(name, parser);
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
        Group group = fields.ranges().open(fields.attributes.length());
        int value = fields.attributes.startObject(object);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            Entry entry = members == null ? null : members.find(name);
            int rank = entry != null && table != null ? 0 : base; // kubernetes.host has the rank of its dotted name
            if (entry == null && table != null) {
                entry = table.find(name);
            }
            group.members++;
            if (entry == null || token == JsonToken.VALUE_NULL) {
                fields.attributes.add(name, parser);
            } else if (!token.isStructStart()) {
                int start = fields.attributes.length();
                fields.attributes.add(name, parser);
                if (entry.field != null) {
                    offer(entry.field, rank, name, parser, start);
                }
            } else if (token == JsonToken.START_OBJECT && entry.members != null) {
                readObject(name, entry.members, null, rank, parser);
            } else {
                addStructure(entry.field, rank, name, parser);
            }
        }
        fields.attributes.endObject();
        fields.ranges().close(group, fields.attributes.length());
        if (!fields.ranges().isInside()) {
            fields.ranges()
                    .takeDeferred()
                    .forEach(late -> fields.attributes.add(late.name(), late.value(), late.isText()));
        }
        return value;
    }

    /**
     * Adds an array or object to the attributes; a time or a message is removed at the end.
     *
     * @return position of the array or object
     */
    private int addStructure(@Nullable Field field, int base, String name, JsonParser parser) {
        int start = fields.attributes.length();
        int valueStart = fields.attributes.add(name, parser);
        if (field == null) {
            return valueStart;
        }
        int rank = base + field.rank();
        if (field.slot() == Slot.TIME && fields.precedes(Slot.TIME, rank)) {
            Optional<Instant> found =
                    RecordTime.ofStructure(fields.attributes.text(valueStart, fields.attributes.length()), times);
            if (found.isPresent()) {
                fields.set(Slot.TIME, rank, name, "", false, start);
                fields.time = found.get();
            }
        } else if (field.slot() == Slot.MESSAGE && fields.precedes(Slot.MESSAGE, rank)) {
            MessageArray.text(fields.attributes.text(valueStart, fields.attributes.length()))
                    .ifPresent(text -> {
                        fields.set(Slot.MESSAGE, rank, name, text, true, start);
                        fields.messageKind = field.transform();
                    });
        }
        return valueStart;
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
                return fields.precedes(slot, rank) && offerTime(rank, name, parser, isText, start);
            }
            case LEVEL -> {
                return offerLevel(rank, name, parser, isText, start);
            }
            case LEVEL_NUMBER -> {
                return fields.precedes(slot, rank) && offerNumber(field, rank, name, parser, isText, start);
            }
            case MESSAGE -> {
                return offerMessage(field, rank, name, parser, isText, start);
            }
            case CORRELATION_ID -> {
                return fields.precedes(slot, rank) && offerTraceId(field, rank, name, parser, isText, start);
            }
            case TAG_LIST -> {
                environmentIn(parser.getString());
                return false;
            }
            case BARE_LEVEL, PROGRAM, STATUS, TYPE, SEVERITY_LETTER, COMPONENT_LETTER, PAYLOAD, TIME_NANOS -> {
                if (base > 0 || start >= 0) {
                    return false;
                }
                fields.set(slot, rank, name, Scalars.text(parser).orElse(""), isText, start);
                return true;
            }
            default -> {
                Optional<String> label = fields.precedes(slot, rank) ? label(field, parser) : Optional.empty();
                label.ifPresent(text -> fields.set(slot, rank, name, text, isText, start));
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
        Optional<Instant> found = Timestamps.parse(text, times);
        if (found.isEmpty()) {
            return false;
        }
        fields.set(Slot.TIME, rank, name, text, isText, start);
        fields.time = found.get();
        return true;
    }

    private boolean offerLevel(int rank, String name, JsonParser parser, boolean isText, int start) {
        String text = Scalars.recurring(parser);
        if (isText && fields.precedes(Slot.LEVEL, rank)) {
            Optional<Level> word = LevelWords.ofField(text);
            if (word.isPresent()) {
                fields.set(Slot.LEVEL, rank, name, text, true, start);
                fields.level = word.get();
                return true;
            }
        }
        if (!fields.precedes(Slot.BARE_LEVEL, rank) || RecordFields.integer(text) < 0) {
            return false;
        }
        fields.set(Slot.BARE_LEVEL, rank, name, text, isText, start);
        return true;
    }

    private boolean offerNumber(Field field, int rank, String name, JsonParser parser, boolean isText, int start) {
        String text = parser.getString();
        long number = RecordFields.integer(text);
        Optional<Level> found = number < 0 || field.scale() == null
                ? Optional.empty()
                : field.scale().level(number);
        if (found.isEmpty()) {
            return false;
        }
        fields.set(Slot.LEVEL_NUMBER, rank, name, text, isText, start);
        fields.numberLevel = found.get();
        return true;
    }

    private boolean offerMessage(Field field, int given, String name, JsonParser parser, boolean isText, int start) {
        if (!isText && field.rank() > 1) {
            return false;
        }
        Optional<String> found = Scalars.text(parser);
        int rank = found.isPresent() && found.get().isBlank() ? given + RecordFields.BLANK : given;
        if (found.isEmpty() || !fields.precedes(Slot.MESSAGE, rank)) {
            return false;
        }
        boolean isTemplate = field.transform() == Transform.TEMPLATE;
        if (isTemplate && start < 0) {
            start = fields.attributes.length();
            fields.attributes.add(name, parser);
        }
        fields.set(Slot.MESSAGE, rank, isTemplate ? null : name, found.get(), isText, isTemplate ? -1 : start);
        fields.messageKind = field.transform();
        return true;
    }

    private boolean offerTraceId(Field field, int rank, String name, JsonParser parser, boolean isText, int start) {
        Optional<String> id = Scalars.id(parser);
        if (id.isEmpty() || isZero(id.get())) {
            return false;
        }
        if (field.transform() != Transform.TRACE_NAME) {
            fields.set(Slot.CORRELATION_ID, rank, name, id.get(), isText, start);
            return true;
        }
        int place = id.get().indexOf("/traces/");
        if (place >= 0) {
            // The name stays an attribute: its project is not part of the id.
            fields.set(Slot.CORRELATION_ID, rank, null, id.get().substring(place + "/traces/".length()), isText, -1);
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
        if (fields.precedes(Slot.ENVIRONMENT, RecordFields.DERIVED) && tagList.startsWith("env:", start)) {
            int end = tagList.indexOf(',', start);
            Scalars.label(tagList.substring(start + "env:".length(), end < 0 ? tagList.length() : end))
                    .ifPresent(label -> fields.set(Slot.ENVIRONMENT, RecordFields.DERIVED, null, label, true, -1));
        }
    }
}
