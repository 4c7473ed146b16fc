package io.logaggregator.server.http;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/** Says why a call from a page of another origin is refused, as a problem. Browsers show it to who looks for the reason. */
final class CorsRefusals extends DefaultCorsProcessor {

    @Override
    protected boolean handleInternal(
            ServerHttpRequest request, ServerHttpResponse response, CorsConfiguration allowed, boolean preflight)
            throws IOException {
        HttpHeaders asked = request.getHeaders();
        if (allowed.checkOrigin(asked.getOrigin()) == null) {
            throw refusal(HttpHeaders.ORIGIN, asked.getOrigin(), "an origin that this server is told to allow");
        }
        HttpMethod method = preflight ? asked.getAccessControlRequestMethod() : request.getMethod();
        if (allowed.checkHttpMethod(method) == null) {
            throw refusal(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, method, oneOf(allowed.getAllowedMethods()));
        }
        List<String> headers = asked.getAccessControlRequestHeaders();
        if (preflight && allowed.checkHeaders(headers) == null) {
            throw refusal(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, headers, oneOf(allowed.getAllowedHeaders()));
        }
        return super.handleInternal(request, response, allowed, preflight);
    }

    /** What is left: an origin that is none. */
    @Override
    protected void rejectRequest(ServerHttpResponse response) {
        throw refusal(HttpHeaders.ORIGIN, "malformed", "scheme, host and port");
    }

    private static String oneOf(@Nullable List<String> allowed) {
        return "one of " + (allowed == null ? "none" : String.join(", ", allowed));
    }

    private static ErrorResponseException refusal(String header, @Nullable Object value, String expected) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.FORBIDDEN, header + ": " + value + " (expected: " + expected + ")");
        return new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null);
    }
}
