package io.logaggregator.server.web;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An error response: status, detail, extension members and headers of a problem (RFC 9457). */
public final class ProblemException extends ErrorResponseException {

    private static final URI QUOTA_EXCEEDED =
            URI.create("https://iana.org/assignments/http-problem-types#quota-exceeded");

    private ProblemException(HttpStatus status, String detail, Map<String, ?> members) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
        members.forEach(getBody()::setProperty);
    }

    /** 400. */
    public static ProblemException badRequest(String detail) {
        return badRequest(detail, Map.of());
    }

    /**
     * 400.
     *
     * @param members extension members of the problem, for example {@code position}
     */
    public static ProblemException badRequest(String detail, Map<String, ?> members) {
        return new ProblemException(HttpStatus.BAD_REQUEST, detail, members);
    }

    /** 400: an invalid query parameter, which the member {@code parameter} names. */
    public static ProblemException invalidParameter(String name, Object value, String expected) {
        return invalid("parameter", name, value, expected);
    }

    /** 400: an invalid member of the body, which the member {@code field} names. */
    public static ProblemException invalidField(String name, Object value, String expected) {
        return invalid("field", name, value, expected);
    }

    private static ProblemException invalid(String member, String name, Object value, String expected) {
        return badRequest(name + ": " + value + " (expected: " + expected + ")", Map.of(member, name));
    }

    /** 401, with the header {@code WWW-Authenticate}. */
    public static ProblemException unauthorized(String detail) {
        ProblemException problem = new ProblemException(HttpStatus.UNAUTHORIZED, detail, Map.of());
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return problem;
    }

    /** 403. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(HttpStatus.FORBIDDEN, detail, Map.of());
    }

    /** 404. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, detail, Map.of());
    }

    /** 409. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(HttpStatus.CONFLICT, detail, Map.of());
    }

    /** 413. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(HttpStatus.CONTENT_TOO_LARGE, detail, Map.of());
    }

    /** 415. */
    public static ProblemException unsupportedMediaType(String detail) {
        return new ProblemException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail, Map.of());
    }

    /**
     * 429, with the header {@code Retry-After} and the type that the draft of the RateLimit header fields registers.
     *
     * @param pause until a retry can succeed; rounded up to seconds
     */
    public static ProblemException tooManyRequests(String detail, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        ProblemException problem = new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS, detail + " Try again in " + seconds + " s.", Map.of());
        problem.getBody().setType(QUOTA_EXCEEDED);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return problem;
    }

    /** The detail of the problem. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(getBody().getDetail(), "");
    }
}
