package io.logaggregator.server.web;

/** Text that cannot be converted to the type of a parameter; the message is the expectation. */
public final class InvalidValueException extends IllegalArgumentException {

    InvalidValueException(String expected) {
        super(expected);
    }

    /** The accepted values, for example {@code true or false}. */
    public String expected() {
        return String.valueOf(getMessage());
    }
}
