package io.logaggregator.core.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Field of a log event that conditions can refer to. */
public sealed interface LogField {

    /** The fields with a name of their own, in the order in which lists of fields name them. */
    List<LogField> NAMED = List.of(
            Standard.HOST,
            Standard.LEVEL,
            Text.APPLICATION,
            Text.COMPONENT,
            Text.ENVIRONMENT,
            Standard.TAG,
            Text.CORRELATION_ID,
            Standard.MESSAGE);

    /** Prefix of the labels of attributes. */
    String ATTRIBUTES = "attributes.";

    /** Name of the field in queries and in the API. */
    String label();

    /** The field with a label; empty if there is none. */
    static Optional<LogField> ofLabel(String label) {
        if (label.startsWith(ATTRIBUTES) && label.length() > ATTRIBUTES.length()) {
            return Optional.of(new Attribute(label.substring(ATTRIBUTES.length())));
        }
        return NAMED.stream().filter(field -> field.label().equals(label)).findFirst();
    }

    /** A field with rules of its own; {@code TAG} is each of the tags. */
    enum Standard implements LogField {
        HOST,
        LEVEL,
        TAG,
        MESSAGE;

        @Override
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A field of descriptive text, defined here alone: messages, the table of log events, queries, exports and the page
     * read this list. The order is that of columns in the database, in exports and in {@link LogTexts}.
     */
    enum Text implements LogField {
        ENVIRONMENT("environment"),
        APPLICATION("application"),
        COMPONENT("component"),
        CORRELATION_ID("correlationId", "correlation_id");

        /** All fields; unlike {@code values()} without a copy. */
        public static final List<Text> ALL = List.of(values());

        private final List<String> names;

        Text(String... names) {
            this.names = List.of(names);
        }

        /** All names in messages and queries: the label, the column, and others. */
        public List<String> names() {
            return names;
        }

        @Override
        public String label() {
            return names.getFirst();
        }

        /** Name of the column in the database, and of the member in messages that this system sends. */
        public String column() {
            return names.get(Math.min(1, names.size() - 1));
        }
    }

    /**
     * A member of the event's attributes.
     *
     * @param path names separated by dots; also finds a member whose own name contains the dots
     */
    record Attribute(String path) implements LogField {

        private static final int MAX_NAMES_TO_CUT = 8;

        /**
         * The member names that the path may denote, in order of precedence: one member {@code "a.b.c"}; nested members;
         * and two members cut at any dot, such as {@code "service.name"} in {@code "resource"}.
         */
        public List<List<String>> memberNames() {
            List<String> names = List.of(path.split("\\.", -1));
            List<List<String>> all = new ArrayList<>(List.of(List.of(path)));
            if (names.size() > 1) {
                all.add(names);
            }
            if (names.size() > 2 && names.size() <= MAX_NAMES_TO_CUT) {
                for (int cut = 1; cut < names.size(); cut++) {
                    all.add(List.of(
                            String.join(".", names.subList(0, cut)),
                            String.join(".", names.subList(cut, names.size()))));
                }
            }
            return all;
        }

        @Override
        public String label() {
            return ATTRIBUTES + path;
        }
    }
}
