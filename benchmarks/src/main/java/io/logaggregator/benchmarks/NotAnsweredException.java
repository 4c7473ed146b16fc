package io.logaggregator.benchmarks;

/** The server said that it is the others' turn, or that it took too long. */
final class NotAnsweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotAnsweredException(String message) {
        super(message);
    }
}
