package io.logaggregator.server.http;

import static java.util.stream.Collectors.joining;

import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.queue.QueueUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Tells every error as an RFC 9457 problem with the request id.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final URI QUOTA_EXCEEDED =
            URI.create("https://iana.org/assignments/http-problem-types#quota-exceeded");
    /** The type of a problem of which status and detail say all. */
    private static final URI NOTHING_MORE_TO_READ = URI.create("about:blank");

    @ExceptionHandler
    ResponseEntity<Object> unauthorized(UnauthorizedException e) {
        return answer(HttpStatus.UNAUTHORIZED, e.getMessage(), HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(ForbiddenException e) {
        return answer(HttpStatus.FORBIDDEN, e.getMessage());
    }

    /** By the type that the draft of the RateLimit header fields registers. */
    @ExceptionHandler
    ResponseEntity<Object> tooMany(TooManyRequestsException e) {
        long seconds = e.pauseSeconds();
        ProblemDetail problem =
                problem(HttpStatus.TOO_MANY_REQUESTS, e.getMessage() + " Try again in " + seconds + " s.");
        problem.setType(QUOTA_EXCEEDED);
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .body(problem);
    }

    /** Found only when a parameter is read. */
    @ExceptionHandler
    ResponseEntity<Object> ambiguous(RequestRejectedException e) {
        return answer(HttpStatus.BAD_REQUEST, "The request is ambiguous: " + e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidRequestException e) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, e.getMessage());
        e.properties().forEach(problem::setProperty);
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> invalidRule(InvalidDefinitionException e) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setProperty("field", e.field());
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler({ConflictException.class, DuplicateNameException.class, ImpossibleTransitionException.class})
    ResponseEntity<Object> conflict(RuntimeException e) {
        return answer(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> notFound(NotFoundException e) {
        return answer(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(DataRejectedException e) {
        return answer(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> storeUnavailable(StoreUnavailableException e) {
        return unavailable("database", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> busy(StoreBusyException e) {
        log.info("question refused, too many at a time: {}", e.getMessage());
        return later("Too many concurrent queries of this kind. Retry in " + RETRY_AFTER_SECONDS
                + " s, or narrow the time range.");
    }

    @ExceptionHandler
    ResponseEntity<Object> queueUnavailable(QueueUnavailableException e) {
        return unavailable("queue", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> timeout(QueryTimeoutException e) {
        log.info("query timed out: reason={}", e.getMessage());
        return answer(
                HttpStatus.GATEWAY_TIMEOUT,
                "Query timed out. Narrow the time range, filter by host or lower the limit.");
    }

    /** Handles unexpected exceptions. The response has the request ID, the log has the details. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("caller has gone: method={} path={}", request.getMethod(), request.getRequestURI());
            return null;
        }
        log.error("request failed: method={} path={}", request.getMethod(), request.getRequestURI(), e);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR, "Internal error. The server log has details under the request ID.");
    }

    /** Of the query. */
    @ExceptionHandler
    ResponseEntity<Object> undecodable(InvalidParameterException e) {
        return answer(
                TomcatRefusal.known(e.getErrorCode()),
                "The query cannot be decoded (expected: name=value, with & between, percent-encoded UTF-8)");
    }

    /** Of the body, as it is sent in chunks. Tomcat sends its own status, and {@link ErrorPage} the rest. */
    @ExceptionHandler
    void undecodable(BadRequestException e) {
        log.debug("body cannot be decoded", e);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(HttpStatus.NOT_FOUND, "There is nothing at " + e.getHttpMethod() + " /" + e.getResourcePath());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String expected =
                e.getSupportedMediaTypes().stream().map(MediaType::toString).collect(joining(" or "));
        Object given = e.getContentType() == null ? "none, or malformed" : e.getContentType();
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(status, "Content-Type: " + given + " (expected: " + expected + ")");
        return createResponseEntity(problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name =
                e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : e.getPropertyName();
        return answer(
                HttpStatus.BAD_REQUEST,
                name + ": " + e.getValue() + " (expected: " + nameOf(e.getRequiredType()) + ")");
    }

    private static String nameOf(@Nullable Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        return type == UUID.class ? "an id, for example 019ab0c1-0000-7000-8000-000000000001" : "another value";
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        UnreadableBody body = UnreadableBody.of(e.getMostSpecificCause());
        ProblemDetail problem = problem(body.status(), body.detail());
        body.field().ifPresent(field -> problem.setProperty("field", field));
        return ResponseEntity.status(body.status()).body(problem);
    }

    /** Where the handlers of the superclass come together. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            complete(problem, MDC.get(RequestIdFilter.LOG_KEY));
        }
        return new ResponseEntity<>(body, headers, status);
    }

    private static ResponseEntity<Object> unavailable(String what, RuntimeException e) {
        log.debug("{} unavailable: {}", what, e.getMessage());
        return later("The " + what + " is unavailable. Retry in " + RETRY_AFTER_SECONDS + " s.");
    }

    private static ResponseEntity<Object> later(String detail) {
        return answer(HttpStatus.SERVICE_UNAVAILABLE, detail, HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    private static ResponseEntity<Object> answer(HttpStatus status, @Nullable String detail) {
        return ResponseEntity.status(status).body(problem(status, detail));
    }

    private static ResponseEntity<Object> answer(
            HttpStatus status, @Nullable String detail, String header, String value) {
        return ResponseEntity.status(status).header(header, value).body(problem(status, detail));
    }

    /** A problem of this request. */
    static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        complete(problem, MDC.get(RequestIdFilter.LOG_KEY));
        return problem;
    }

    /** Adds what every problem has. */
    static void complete(ProblemDetail problem, @Nullable String requestId) {
        if (problem.getType() == null) {
            problem.setType(NOTHING_MORE_TO_READ);
        }
        problem.setProperty("requestId", requestId);
    }
}
