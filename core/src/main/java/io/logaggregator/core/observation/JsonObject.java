package io.logaggregator.core.observation;

/**
 * A JSON object as compact text. Attributes are carried and stored as text, without being parsed to objects.
 *
 * @param text a valid JSON object (RFC 8259) without insignificant white space, lone surrogates or U+0000
 */
public record JsonObject(String text) {

    public static final JsonObject EMPTY = new JsonObject("{}");

    public JsonObject {
        if (text.length() < 2 || text.charAt(0) != '{' || text.charAt(text.length() - 1) != '}') {
            throw new IllegalArgumentException("text: " + text + " (expected: a JSON object)");
        }
    }

    public boolean isEmpty() {
        return text.length() == 2;
    }

    /** This object with one more member in front; name and value must need no escaping in JSON. */
    public JsonObject with(String name, String value) {
        String member = "{\"" + name + "\":\"" + value + '"';
        return new JsonObject(isEmpty() ? member + '}' : member + ',' + text.substring(1));
    }

    /** The members of another object, then those of this one; of equal names the last one counts. */
    public JsonObject after(JsonObject other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new JsonObject(other.text.substring(0, other.text.length() - 1) + ',' + text.substring(1));
    }

    @Override
    public String toString() {
        return text;
    }
}
