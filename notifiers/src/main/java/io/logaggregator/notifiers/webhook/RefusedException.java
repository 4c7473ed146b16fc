package io.logaggregator.notifiers.webhook;

/** A call that must not, or cannot, be made, now or later; the message is the reason, without secrets. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
