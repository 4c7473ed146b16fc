package io.logaggregator.agent.scrape;

/** A line of a response that is not in its format. */
final class InvalidLineException extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    InvalidLineException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
