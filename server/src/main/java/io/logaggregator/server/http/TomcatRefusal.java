package io.logaggregator.server.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.http11.Constants;
import org.apache.tomcat.util.res.StringManager;
import org.springframework.http.HttpStatus;

/** Status and detail of requests that Tomcat rejects: its own messages name Java classes, or are missing. */
public final class TomcatRefusal {

    private static final String HEAD_TOO_LARGE =
            StringManager.getManager(Constants.class).getString("iib.requestheadertoolarge.error");

    private TomcatRefusal() {}

    /** Tomcat reports 400 for a request line and headers that are too large. */
    public static HttpStatus statusOf(HttpServletRequest request, int status) {
        if (status == HttpStatus.BAD_REQUEST.value()
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IllegalArgumentException cause
                && HEAD_TOO_LARGE.equals(cause.getMessage())) {
            return request.getHeaderNames().hasMoreElements()
                    ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                    : HttpStatus.URI_TOO_LONG;
        }
        return known(status);
    }

    public static HttpStatus known(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
    }

    public static String detailOf(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST ->
                "The request is malformed: a character in its URL that must be percent-encoded or is not allowed, an invalid "
                        + "header or Host, or an invalid or incomplete body.";
            case METHOD_NOT_ALLOWED -> "No resource of this server supports this method.";
            case REQUEST_TIMEOUT -> "Timeout while receiving the body.";
            case URI_TOO_LONG -> "The URL is too long.";
            case EXPECTATION_FAILED -> "Expect: unknown value (expected: 100-continue)";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The headers and the URL together are too large.";
            case NOT_IMPLEMENTED -> "The method or the transfer coding of the body is not supported.";
            case HTTP_VERSION_NOT_SUPPORTED -> "This server supports HTTP/1.1.";
            default -> status.getReasonPhrase();
        };
    }
}
