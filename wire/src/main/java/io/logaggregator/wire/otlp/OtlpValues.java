package io.logaggregator.wire.otlp;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.protobuf.ProtobufReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of one element in protobuf, and limits their number and nesting. */
final class OtlpValues {

    /** Maximum of values in one element, nested ones included. */
    static final int MAX_VALUES = 10_000;

    static final int MAX_DEPTH = 100;

    private int values;

    /** Counts a value at a depth. */
    void count(int depth) {
        if (depth > MAX_DEPTH) {
            throw InvalidElementException.tooLarge("values nested deeper than " + MAX_DEPTH);
        }
        if (++values > MAX_VALUES) {
            throw InvalidElementException.tooLarge("element with more than " + MAX_VALUES + " values");
        }
    }

    /** Adds a {@code KeyValue}; one without a value is ignored, of a repeated name the last counts. */
    void readAttribute(Bytes pair, int depth, Map<String, Object> attributes) {
        String name = "";
        @Nullable Object value = null;
        ProtobufReader field = new ProtobufReader(pair);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> name = field.text();
                case 2 -> value = read(field.bytes(), depth);
                default -> {}
            }
        }
        if (value != null) {
            attributes.put(name, value);
        }
    }

    /** An {@code AnyValue}; null if it is unset. */
    @Nullable
    Object read(Bytes bytes, int depth) {
        count(depth);
        @Nullable Object value = null;
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> value = field.text();
                case 2 -> value = field.number() != 0;
                case 3 -> value = field.number();
                case 4 -> value = field.real();
                case 5 -> value = array(field.bytes(), depth + 1);
                case 6 -> value = members(field.bytes(), depth + 1);
                case 7 -> value = base64(field.bytes());
                default -> {}
            }
        }
        return value;
    }

    private List<@Nullable Object> array(Bytes bytes, int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            if (field.field() == 1) {
                array.add(read(field.bytes(), depth));
            }
        }
        return array;
    }

    private Map<String, Object> members(Bytes bytes, int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            if (field.field() == 1) {
                readAttribute(field.bytes(), depth, members);
            }
        }
        return members;
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes.array(), bytes.from(), bytes.to()));
    }
}
