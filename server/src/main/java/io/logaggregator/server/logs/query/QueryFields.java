package io.logaggregator.server.logs.query;

import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The field names of the query language. */
final class QueryFields {

    /** Lucene's default field, which is the message. */
    static final String ANY = "*";

    private static final List<String> ATTRIBUTE_PREFIXES = List.of("attributes.", "metadata.");

    private static final String NAMES =
            LogField.NAMED.stream().map(LogField::label).collect(Collectors.joining(", "));

    private static final Map<String, LogField> BY_NAME = byName();

    private QueryFields() {}

    private static Map<String, LogField> byName() {
        Map<String, LogField> fields = new HashMap<>(Map.of("tags", Standard.TAG, ANY, Standard.MESSAGE));
        LogField.NAMED.forEach(field -> fields.put(field.label(), field));
        Text.ALL.forEach(field -> field.names().forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), field)));
        return fields;
    }

    static Optional<LogField> named(String name) {
        for (String prefix : ATTRIBUTE_PREFIXES) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                return Optional.of(new Attribute(name.substring(prefix.length())));
            }
        }
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    static String unknown(String name) {
        if (name.equals("_exists_")) {
            return "there is no field \"_exists_\"; events with a field are found by field:*, for example attributes.ms:*";
        }
        return "there is no field \"" + name + "\"; the fields are " + NAMES
                + " and attributes.<name>, so perhaps attributes." + name + "; text that holds : = < or > needs quotes";
    }
}
