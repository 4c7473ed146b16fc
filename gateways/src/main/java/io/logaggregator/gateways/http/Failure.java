package io.logaggregator.gateways.http;

/**
 * Why a request fails.
 *
 * @param detail for the user of the client
 * @param retryAfterSeconds when the client should retry a request that is {@link Kind#UNAVAILABLE}
 */
public record Failure(Kind kind, String detail, long retryAfterSeconds) {

    private static final long DEFAULT_RETRY_AFTER_SECONDS = 2;

    public Failure(Kind kind, String detail) {
        this(kind, detail, DEFAULT_RETRY_AFTER_SECONDS);
    }

    public Failure withRetryAfter(long seconds) {
        return new Failure(kind, detail, seconds);
    }

    /** Kinds of failures. Pressure of any kind is {@link #UNAVAILABLE}: clients drop data on 429 and 500. */
    public enum Kind {
        INVALID_BODY(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        TOO_LARGE(413),
        UNSUPPORTED_TYPE(415),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The status of HTTP. */
        public int status() {
            return status;
        }
    }

    public int status() {
        return kind.status();
    }
}
