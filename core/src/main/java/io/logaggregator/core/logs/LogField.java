package io.logaggregator.core.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Field of a log event that conditions can refer to. */
public sealed interface LogField {

    /** Prefix of the labels of attributes. */
    String ATTRIBUTES = "attributes.";

    /** Name of the field in a query. */
    String label();

    /** The field with a label; empty if there is none. */
    static Optional<LogField> ofLabel(String label) {
        if (label.startsWith(ATTRIBUTES) && label.length() > ATTRIBUTES.length()) {
            return Optional.of(new Attribute(label.substring(ATTRIBUTES.length())));
        }
        return Arrays.<LogField>stream(Standard.values())
                .filter(field -> field.label().equals(label))
                .findFirst();
    }

    /** A field of every event; {@code TAG} is each of its tags. */
    enum Standard implements LogField {
        HOST("host"),
        LEVEL("level"),
        APPLICATION("application"),
        COMPONENT("component"),
        ENVIRONMENT("environment"),
        TAG("tag"),
        CORRELATION_ID("correlationId"),
        MESSAGE("message");

        private final String label;

        Standard(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
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
