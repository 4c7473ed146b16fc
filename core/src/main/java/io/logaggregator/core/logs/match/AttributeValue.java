package io.logaggregator.core.logs.match;

import java.util.List;

/** What stands at a path of a log event's attributes. Text is written as the store writes it. */
public sealed interface AttributeValue {

    /** As one text; empty where there is none. Of elements the first. */
    String text();

    /** Whether nothing is said by it: {@code null}, {@code ""}, {@code []} and <code>{}</code> are empty. */
    default boolean isEmpty() {
        return text().isEmpty();
    }

    /** No such attribute, or {@code null}. */
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
     * @param text all its digits, without exponent: {@code 1e3} is {@code 1000}
     */
    record Numeric(String text) implements AttributeValue {}

    /** A truth value; or, as JSON, an object or an array within an array. */
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
