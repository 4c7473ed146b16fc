package io.logaggregator.gateways.forward;

/** Data from which no further message can be read. */
final class MalformedDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedDataException(String message) {
        super(message);
    }
}
