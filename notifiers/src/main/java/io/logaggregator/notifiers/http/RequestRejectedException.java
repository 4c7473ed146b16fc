package io.logaggregator.notifiers.http;

/** A request that must not or cannot be sent, now or later. The message is the reason, without secrets. */
final class RequestRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    RequestRejectedException(String reason) {
        super(reason);
    }
}
