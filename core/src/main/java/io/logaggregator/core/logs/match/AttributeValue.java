package io.logaggregator.core.logs.match;

import java.util.List;

/** Value of an attribute of a log event. Text is formatted as the store formats it. */
public sealed interface AttributeValue {

    /** The value as one text; empty if there is none. Of an array the first element. */
    String text();

    /** Whether the value is empty: {@code null}, {@code ""}, {@code []} or <code>{}</code>. */
    default boolean isEmpty() {
        return text().isEmpty();
    }

    /** An absent attribute, or {@code null}. */
    record Nothing() implements AttributeValue {
        @Override
        public String text() {
            return "";
        }
    }

    /** A string. */
    record Text(String text) implements AttributeValue {}

    /**
     * A number.
     *
     * @param text all digits, without exponent: {@code 1e3} is {@code 1000}
     */
    record Numeric(String text) implements AttributeValue {}

    /** A boolean; or the JSON of an object, or of an array within an array. */
    record Other(String text) implements AttributeValue {
        @Override
        public boolean isEmpty() {
            return text.equals("{}");
        }
    }

    /** An array. */
    record Elements(List<AttributeValue> elements) implements AttributeValue {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public String text() {
            return elements.isEmpty() ? "" : elements.getFirst().text();
        }

        @Override
        public boolean isEmpty() {
            return elements.isEmpty();
        }
    }
}
