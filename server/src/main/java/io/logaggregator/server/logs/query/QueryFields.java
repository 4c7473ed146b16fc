package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.LogField;
import io.logaggregator.core.logs.LogField.Attribute;
import io.logaggregator.core.logs.LogField.Standard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The field names of the query language. */
final class QueryFields {

    /** Lucene's default field, which is the message. */
    static final String ANY = "*";

    private static final List<String> ATTRIBUTE_PREFIXES = List.of("attributes.", "metadata.");

    private QueryFields() {}

    static Optional<LogField> named(String name) {
        for (String prefix : ATTRIBUTE_PREFIXES) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                return Optional.of(new Attribute(name.substring(prefix.length())));
            }
        }
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "host" -> Standard.HOST;
                    case "level" -> Standard.LEVEL;
                    case "application" -> Standard.APPLICATION;
                    case "component" -> Standard.COMPONENT;
                    case "environment" -> Standard.ENVIRONMENT;
                    case "tag", "tags" -> Standard.TAG;
                    case "correlationid", "correlation_id" -> Standard.CORRELATION_ID;
                    case "message", ANY -> Standard.MESSAGE;
                    default -> null;
                });
    }

    static String unknown(String name) {
        return "there is no field \"" + name
                + "\"; the fields are host, level, application, component, environment, tag,"
                + " correlationId, message and attributes.<name>, so perhaps attributes." + name
                + "; text that holds : = < or > needs quotes";
    }
}
