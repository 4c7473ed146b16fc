package io.logaggregator.notifiers.webhook;

/** A request that must not or cannot be sent, now or later. The message is the reason, without secrets. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
