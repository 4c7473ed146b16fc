package io.logaggregator.server.web;

import static java.util.stream.Collectors.joining;

import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.FatalErrors;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.server.http.RequestIdFilter;
import io.logaggregator.server.http.TomcatRefusal;
import io.logaggregator.server.json.UnreadableBody;
import io.logaggregator.server.overload.OverloadedException;
import io.logaggregator.server.web.Conversions.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.hibernate.validator.constraints.time.DurationMax;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Maps exceptions to problem details with the request id.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private static final String RETRY_AFTER_SECONDS = "5";
    private static final int MAX_SHOWN = 500;

    private final ConfigurableBeanFactory settings;

    Problems(ConfigurableBeanFactory settings) {
        this.settings = settings;
    }

    /** Spring Security finds some of these only when a parameter is read. */
    @ExceptionHandler
    ResponseEntity<Object> ambiguous(RequestRejectedException e) {
        return response(HttpStatus.BAD_REQUEST, "The request is ambiguous: " + e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> invalidRule(InvalidDefinitionException e) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setProperty("field", e.field());
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> duplicateName(DuplicateNameException e) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, e.getMessage());
        problem.setProperty("field", "name");
        return ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
    }

    @ExceptionHandler({CountLimitException.class, ImpossibleTransitionException.class})
    ResponseEntity<Object> conflict(RuntimeException e) {
        return response(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(DataRejectedException e) {
        return response(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> rejectedByQueue(MessagesRejectedException e) {
        return response(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Object> storeUnavailable(StoreUnavailableException e) {
        return unavailable("database", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> queueUnavailable(QueueUnavailableException e) {
        return unavailable("queue", e);
    }

    @ExceptionHandler
    ResponseEntity<Object> busy(StoreBusyException e) {
        log.info("query rejected, too many at once: reason={}", e.getMessage());
        return later("Too many concurrent queries of this kind. Retry in " + RETRY_AFTER_SECONDS
                + " s, or narrow the time range.");
    }

    @ExceptionHandler
    ResponseEntity<Object> overloaded(OverloadedException e) {
        log.debug("request rejected: reason={}", e.getMessage());
        return later(e.getMessage() + " Retry in " + RETRY_AFTER_SECONDS + " s.");
    }

    @ExceptionHandler
    ResponseEntity<Object> timeout(QueryTimeoutException e) {
        log.info("query timed out: reason={}", e.getMessage());
        return response(
                HttpStatus.GATEWAY_TIMEOUT,
                "Query timed out. Narrow the time range, filter by host or lower the limit.");
    }

    /** A defect: the response has the request id, the log the stack trace. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("client disconnected: method={} path={}", request.getMethod(), request.getRequestURI());
            return null;
        }
        log.error("request failed: method={} path={}", request.getMethod(), request.getRequestURI(), e);
        FatalErrors.report(e.getCause());
        return response(
                HttpStatus.INTERNAL_SERVER_ERROR, "Internal error. The server log has details under the request ID.");
    }

    /** The query string is malformed. */
    @ExceptionHandler
    ResponseEntity<Object> malformed(InvalidParameterException e) {
        return response(
                TomcatRefusal.known(e.getErrorCode()),
                "The query cannot be decoded (expected: name=value, with & between, percent-encoded UTF-8)");
    }

    /** The chunked encoding of the body is malformed. Tomcat sets the status, and {@link ErrorPage} writes the body. */
    @ExceptionHandler
    void malformed(BadRequestException e) {
        log.debug("body cannot be decoded", e);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return response(HttpStatus.NOT_FOUND, "There is nothing at " + e.getHttpMethod() + " " + pathOf(request, e));
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
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        UnreadableBody body = UnreadableBody.of(e.getMostSpecificCause());
        ProblemDetail problem = problem(body.status(), body.detail());
        body.field().ifPresent(field -> problem.setProperty("field", field));
        return ResponseEntity.status(body.status()).body(problem);
    }

    /** The text of a parameter cannot be converted. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return e instanceof MethodArgumentTypeMismatchException argument
                ? invalid("parameter", argument.getName(), e.getValue(), expected(e, argument.getParameter()))
                : invalid("parameter", String.valueOf(e.getPropertyName()), e.getValue(), expected(e, null));
    }

    /** A constraint on a parameter is violated. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ParameterValidationResult result = e.getParameterValidationResults().getFirst();
        if (result instanceof ParameterErrors errors) {
            return invalid(errors, result.getMethodParameter());
        }
        MethodParameter parameter = result.getMethodParameter();
        WholeNumber range = parameter.getParameterAnnotation(WholeNumber.class);
        String expected = range == null
                ? String.valueOf(result.getResolvableErrors().getFirst().getDefaultMessage())
                : WholeNumber.Validator.expected(range, settings);
        return invalid("parameter", String.valueOf(parameter.getParameterName()), result.getArgument(), expected);
    }

    /** A component of a record of parameters cannot be converted, or a constraint on a member of the body is violated. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return invalid(e.getBindingResult(), e.getParameter());
    }

    private ResponseEntity<Object> invalid(Errors errors, MethodParameter parameter) {
        FieldError error = errors.getFieldErrors().getFirst();
        String expected = error.contains(TypeMismatchException.class)
                ? expected(error.unwrap(TypeMismatchException.class), null)
                : String.valueOf(error.getDefaultMessage());
        String member = parameter.hasParameterAnnotation(RequestBody.class) ? "field" : "parameter";
        return invalid(member, error.getField(), error.getRejectedValue(), expected);
    }

    private static ResponseEntity<Object> invalid(String member, String name, @Nullable Object value, String expected) {
        ProblemDetail problem =
                problem(HttpStatus.BAD_REQUEST, name + ": " + shown(value) + " (expected: " + expected + ")");
        problem.setProperty(member, name);
        return ResponseEntity.badRequest().body(problem);
    }

    private String expected(TypeMismatchException e, @Nullable MethodParameter parameter) {
        WholeNumber range = parameter == null ? null : parameter.getParameterAnnotation(WholeNumber.class);
        if (range != null) {
            return WholeNumber.Validator.expected(range, settings);
        }
        DurationMax max = parameter == null ? null : parameter.getParameterAnnotation(DurationMax.class);
        if (max != null) {
            return max.message();
        }
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof InvalidValueException invalid
                ? invalid.expected()
                : "another value";
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String[] texts -> String.join(", ", texts);
            case Collection<?> values -> values.isEmpty() ? "nothing" : values.size() + " values";
            case String text when text.isBlank() -> "nothing";
            case String text when text.length() > MAX_SHOWN -> text.codePointCount(0, text.length()) + " characters";
            default -> value.toString();
        };
    }

    /** Of a directory of files, the exception has the path below it only. */
    private static String pathOf(WebRequest request, NoResourceFoundException e) {
        return request instanceof ServletWebRequest servlet
                ? servlet.getRequest().getRequestURI()
                : "/" + e.getResourcePath();
    }

    /** Called by all handlers of the superclass. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            RequestIdFilter.addTo(problem, MDC.get(RequestIdFilter.LOG_KEY));
        }
        return new ResponseEntity<>(body, headers, status);
    }

    private static ResponseEntity<Object> unavailable(String dependency, RuntimeException e) {
        log.debug("dependency unavailable: dependency={} reason={}", dependency, e.getMessage());
        return later("The " + dependency + " is unavailable. Retry in " + RETRY_AFTER_SECONDS + " s.");
    }

    private static ResponseEntity<Object> later(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }

    private static ResponseEntity<Object> response(HttpStatus status, @Nullable String detail) {
        return ResponseEntity.status(status).body(problem(status, detail));
    }

    /** A problem of the current request. */
    static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        RequestIdFilter.addTo(problem, MDC.get(RequestIdFilter.LOG_KEY));
        return problem;
    }
}
