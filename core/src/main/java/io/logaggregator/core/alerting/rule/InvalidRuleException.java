package io.logaggregator.core.alerting.rule;

/** An invalid field of a rule. The message names the field, its value and the expected value. */
public final class InvalidRuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param field as in the JSON of a rule, for example {@code severities.HIGH} */
    public InvalidRuleException(String field, Object value, String expected) {
        super(field + ": " + value + " (expected: " + expected + ")");
        this.field = field;
    }

    public String field() {
        return field;
    }

    public static void require(boolean holds, String field, Object value, String expected) {
        if (!holds) {
            throw new InvalidRuleException(field, value, expected);
        }
    }
}
