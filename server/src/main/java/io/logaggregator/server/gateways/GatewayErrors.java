package io.logaggregator.server.gateways;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.server.http.GatewayTarget;
import io.logaggregator.server.overload.OverloadedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Maps exceptions at the paths of gateways to responses in the form of their protocol. Pressure of any kind, and a defect, is 503
 * with {@code Retry-After}: clients drop data on 429 and 500.
 */
final class GatewayErrors implements HandlerExceptionResolver {

    private static final Logger log = LoggerFactory.getLogger(GatewayErrors.class);

    private static final String CREDENTIALS_IN_URL =
            "Credentials in the URL are refused, since logs contain URLs (expected: header Authorization).";

    /** Some clients, such as collectd, send a password only after this challenge. */
    private static final String CHALLENGE = "Basic realm=\"log-aggregator\", Bearer";

    private static final long MAX_RETRY_AFTER_SECONDS = 30;

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        return GatewayTarget.of(request)
                .map(target -> {
                    Failure failure = withRetry(failure(e, request), e);
                    HttpReply reply = target.gateway().failure(GatewayFilter.headOf(request), failure);
                    return write(withHeaders(reply, failure), response);
                })
                .orElse(null);
    }

    private static Failure failure(Exception e, HttpServletRequest request) {
        return switch (e) {
            case InvalidBodyException invalid -> invalid.failure();
            case ErrorResponse known -> failure(known, request);
            case OverloadedException overloaded ->
                new Failure(Kind.UNAVAILABLE, Objects.requireNonNullElse(overloaded.getMessage(), ""));
            case AggregatorException unavailable -> {
                log.debug("request not stored: path={} reason={}", request.getServletPath(), unavailable.getMessage());
                yield new Failure(Kind.UNAVAILABLE, "The queue is unavailable.");
            }
            default -> {
                if (!DisconnectedClientHelper.isClientDisconnectedException(e)) {
                    log.error("request failed: method={} path={}", request.getMethod(), request.getRequestURI(), e);
                }
                yield new Failure(Kind.UNAVAILABLE, "Internal error.");
            }
        };
    }

    private static Failure failure(ErrorResponse known, HttpServletRequest request) {
        String detail = Objects.requireNonNullElse(known.getBody().getDetail(), "");
        return switch (known.getStatusCode().value()) {
            case 401 -> new Failure(Kind.UNAUTHENTICATED, hasCredentialsInUrl(request) ? CREDENTIALS_IN_URL : detail);
            case 403 -> new Failure(Kind.FORBIDDEN, detail);
            case 404 -> new Failure(Kind.NOT_FOUND, detail);
            case 405 -> new Failure(Kind.METHOD_NOT_ALLOWED, detail);
            case 413 -> new Failure(Kind.TOO_LARGE, detail);
            case 415 -> new Failure(Kind.UNSUPPORTED_TYPE, detail);
            case 408, 429, 500, 502, 503, 504 -> new Failure(Kind.UNAVAILABLE, detail);
            default -> new Failure(Kind.INVALID_BODY, detail);
        };
    }

    private static boolean hasCredentialsInUrl(HttpServletRequest request) {
        String query = "&" + Objects.requireNonNullElse(request.getQueryString(), "");
        return query.contains("&p=") || query.contains("&token=") || query.contains("&api_key=");
    }

    private static Failure withRetry(Failure failure, Exception e) {
        String given = e instanceof ErrorResponse known ? known.getHeaders().getFirst(HttpHeaders.RETRY_AFTER) : null;
        return given == null
                ? failure
                : failure.withRetryAfter(Math.clamp(Long.parseLong(given), 1, MAX_RETRY_AFTER_SECONDS));
    }

    private static HttpReply withHeaders(HttpReply reply, Failure failure) {
        return switch (failure.kind()) {
            case UNAUTHENTICATED -> reply.withHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            case UNAVAILABLE -> reply.withHeader(HttpHeaders.RETRY_AFTER, Long.toString(failure.retryAfterSeconds()));
            default -> reply;
        };
    }

    private static ModelAndView write(HttpReply reply, HttpServletResponse response) {
        try {
            GatewayFilter.write(reply, response);
        } catch (IOException e) {
            log.debug("client disconnected", e);
        }
        return new ModelAndView();
    }
}
