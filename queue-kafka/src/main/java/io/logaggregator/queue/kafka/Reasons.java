package io.logaggregator.queue.kafka;

/** What a Kafka exception says to people: some have a message that only their cause explains. */
final class Reasons {

    private Reasons() {}

    static String of(Throwable failure) {
        Throwable cause = failure.getCause();
        String own =
                failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
        return cause == null ? own : own + " (" + of(cause) + ')';
    }
}
