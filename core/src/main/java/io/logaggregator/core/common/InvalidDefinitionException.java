package io.logaggregator.core.common;

/** A field of a rule or channel is not valid. The message is {@code field: value (expected: ...)}. */
public final class InvalidDefinitionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param field as in the API, for example {@code severities.HIGH} */
    public InvalidDefinitionException(String field, Object value, String expected) {
        super(field + ": " + value + " (expected: " + expected + ")");
        this.field = field;
    }

    private InvalidDefinitionException(InvalidDefinitionException cause, String field) {
        super(field + String.valueOf(cause.getMessage()).substring(cause.field.length()), cause);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** This exception with another field. */
    public InvalidDefinitionException at(String otherField) {
        return field.equals(otherField) ? this : new InvalidDefinitionException(this, otherField);
    }

    public static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new InvalidDefinitionException(field, value, expected);
        }
    }
}
