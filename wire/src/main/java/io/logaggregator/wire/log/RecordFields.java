package io.logaggregator.wire.log;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.json.AttributesWriter;
import io.logaggregator.wire.json.Tags;
import io.logaggregator.wire.log.FieldNames.Mark;
import io.logaggregator.wire.log.FieldNames.Transform;
import io.logaggregator.wire.log.Ranges.Wrapper;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a log record while it is read: a value per {@link Slot}, and the attributes. A value is replaced when one with
 * precedence follows; the replaced one becomes an attribute under its own name. Of a repeated name the last value counts. Not
 * thread-safe.
 */
final class RecordFields {

    /** Added to the rank of a blank message, which counts if nothing else does. */
    static final int BLANK = 100_000;

    /** Rank of values that follow from other fields. */
    static final int DERIVED = 50_000;

    final AttributesWriter attributes = new AttributesWriter();

    /** Bits of {@link Mark}s. */
    int marks;

    /** The value of {@link Slot#TIME}. */
    @Nullable
    Instant time;

    /** The value of {@link Slot#LEVEL}, or the one that follows from others. */
    @Nullable
    Level level;

    /** The value of {@link Slot#LEVEL_NUMBER}. */
    @Nullable
    Level numberLevel;

    Transform messageKind = Transform.NONE;

    @Nullable
    Tags tags;

    private final int[] ranks = new int[Slot.USUAL];
    private @Nullable String[] held = new @Nullable String[2 * Slot.USUAL]; // name and value of each slot
    private int present; // bits of slots with a value
    private int texts; // bits of slots whose value is a JSON string
    private @Nullable Ranges ranges;

    /** Whether a value of a rank would replace that of a slot. */
    boolean precedes(Slot slot, int rank) {
        return (present & slot.bit) == 0 || rank <= ranks[slot.ordinal()];
    }

    /**
     * Sets the value of a slot. The one before becomes an attribute, unless it has the same name.
     *
     * @param name null if the value is not to become an attribute
     */
    void set(Slot slot, int rank, @Nullable String name, String value, boolean isText, int start) {
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
    void release(Slot slot) {
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

    /** Whether a slot has a value. */
    boolean has(Slot slot) {
        return (present & slot.bit) != 0;
    }

    /** Whether there is a message that is not blank. */
    boolean hasText() {
        return has(Slot.MESSAGE) && ranks[Slot.MESSAGE.ordinal()] < BLANK;
    }

    /** Whether the value of a slot has a configured name. */
    boolean isConfigured(Slot slot) {
        return ranks[slot.ordinal()] <= 0;
    }

    /** Whether a member with the mark was there. */
    boolean has(Mark mark) {
        return (marks & mark.bit()) != 0;
    }

    /** The value of a slot; empty if it has none. */
    String value(Slot slot) {
        String value = has(slot) ? held[2 * slot.ordinal() + 1] : null;
        return value == null ? "" : value;
    }

    Ranges ranges() {
        if (ranges == null) {
            ranges = new Ranges();
        }
        return ranges;
    }

    /** The attributes without the members that are fields. */
    JsonObject object() {
        int[] cuts = ranges == null ? new int[0] : ranges.cuts();
        return cuts.length == 0 ? attributes.toObject() : attributes.without(cuts);
    }

    /** The name of the value of a slot; null if the value is not to become an attribute. */
    @Nullable
    String name(Slot slot) {
        return has(slot) ? held[2 * slot.ordinal()] : null;
    }

    /** Whether there are values that count in the records of one library only. */
    boolean hasConventions() {
        return (present & Slot.CONVENTIONS) != 0;
    }

    /** Replaces the text of the message. */
    void replaceMessage(String text) {
        held[2 * Slot.MESSAGE.ordinal() + 1] = text;
    }

    /** Makes a slot empty, without an attribute. */
    void clear(Slot slot) {
        present &= ~slot.bit;
    }

    /** Removes the message, which is replaced by what it contains. */
    void consumeMessage() {
        clear(Slot.MESSAGE);
        if (ranges != null) {
            ranges.cut(Slot.MESSAGE);
        }
    }

    /** An object that may contain the record. */
    @Nullable
    Wrapper wrapper() {
        return ranges == null ? null : ranges.wrapper;
    }

    /** Removes an object that has contained the record, and the schema beside it. */
    void cutWrapper(Wrapper wrapper) {
        Ranges known = ranges();
        known.cut(wrapper.member());
        if (known.schema != null) {
            known.cut(known.schema);
        }
    }

    /** An array with a record per element. */
    @Nullable
    Wrapper elements() {
        return ranges == null ? null : ranges.elements;
    }

    /** An integer of up to nine digits; negative for any other text. */
    static long integer(String text) {
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
}
