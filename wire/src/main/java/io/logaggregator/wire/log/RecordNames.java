package io.logaggregator.wire.log;

import io.logaggregator.wire.json.DecodeResultBuilder;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The names of the standard fields in the log records of a format: those of {@link FieldNames}, and before them those of the
 * configuration. Thread-safe.
 */
public final class RecordNames {

    /** Maximum paths of a field. */
    public static final int MAX_PATHS = 16;

    /** Maximum characters of a path. */
    public static final int MAX_LENGTH = 255;

    /** Maximum names in a path. */
    public static final int MAX_DEPTH = 8;

    /** The names of {@link FieldNames} alone. */
    public static final RecordNames STANDARD = new RecordNames(FieldNames.RECORD);

    /** The fields that can have paths, by key. */
    private static final Map<String, Slot> FIELDS = Stream.concat(Stream.of(Slot.TIME, Slot.LEVEL), Slot.TEXTS.stream())
            .collect(Collectors.toUnmodifiableMap(
                    slot -> slot.name().toLowerCase(Locale.ROOT).replace('_', '-'), slot -> slot));

    final NameTable table;

    private RecordNames(NameTable table) {
        this.table = table;
    }

    /**
     * Names with configured paths. A path is a name, or names of nested objects with dots between, which is also one name with
     * dots; case-insensitive.
     *
     * @param paths in order of precedence, by field, one of {@link #fields}
     * @throws IllegalArgumentException if a path is invalid; the message begins with its field and a colon
     */
    public static RecordNames of(Map<String, List<String>> paths) {
        Map<Slot, List<String>> bySlot = new EnumMap<>(Slot.class);
        Map<String, String> fieldOf = new HashMap<>();
        paths.forEach((field, ofField) -> {
            Slot slot = slot(field);
            require(slot != null, field, "unknown key", "one of " + String.join(", ", fields()));
            require(ofField.size() <= MAX_PATHS, field, ofField.size() + " paths", "at most " + MAX_PATHS);
            for (String path : ofField) {
                requireValid(field, path);
                String other = fieldOf.put(path.toLowerCase(Locale.ROOT), field);
                require(other == null, field, path, "a path that is not in " + other + " already");
            }
            if (slot != null && !ofField.isEmpty()) {
                require(bySlot.put(slot, List.copyOf(ofField)) == null, field, "twice", "each field once");
            }
        });
        return new RecordNames(FieldNames.table(bySlot));
    }

    /** The slot of a field; dashes may be missing, as in environment variables. */
    private static @Nullable Slot slot(String field) {
        return FIELDS.entrySet().stream()
                .filter(known -> known.getKey().replace("-", "").equalsIgnoreCase(field.replace("-", "")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The fields that can have paths, such as {@code time}, {@code message} and {@code correlation-id}. */
    public static SortedSet<String> fields() {
        return new TreeSet<>(FIELDS.keySet());
    }

    private static void requireValid(String field, String path) {
        String[] names = path.split("\\.", -1);
        boolean printable = path.chars().noneMatch(Character::isISOControl);
        require(
                printable && Stream.of(names).noneMatch(String::isBlank),
                field,
                printable ? path : "a path with control characters",
                "a name, or names with dots between");
        require(
                path.length() <= MAX_LENGTH && names.length <= MAX_DEPTH,
                field,
                path.length() + " characters, " + names.length + " names",
                "at most " + MAX_LENGTH + " characters and " + MAX_DEPTH + " names");
        require(!path.equalsIgnoreCase("tags"), field, path, "another name, since tags has the tags");
    }

    private static void require(boolean holds, String field, String value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Reads a log record; see {@link io.logaggregator.wire.json.ElementReader#read}. */
    public Optional<String> read(JsonParser parser, DecodeResultBuilder result) {
        return LogFields.read(parser, result, this);
    }
}
