package io.logaggregator.server.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.http11.Constants;
import org.apache.tomcat.util.res.StringManager;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses by itself, in our words: its own tell of its classes, or nothing. */
final class TomcatRefusal {

    private static final String HEAD_TOO_LARGE =
            StringManager.getManager(Constants.class).getString("iib.requestheadertoolarge.error");

    private TomcatRefusal() {}

    /** Tomcat knows but 400 for a head that is too large. */
    static HttpStatus statusOf(HttpServletRequest request, int status) {
        if (status == HttpStatus.BAD_REQUEST.value()
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IllegalArgumentException cause
                && HEAD_TOO_LARGE.equals(cause.getMessage())) {
            return request.getHeaderNames().hasMoreElements()
                    ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                    : HttpStatus.URI_TOO_LONG;
        }
        return known(status);
    }

    static HttpStatus known(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
    }

    static String detailOf(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST ->
                "The request is malformed: a character in its URL that must be percent-encoded or cannot be there, a header or "
                        + "Host that is none, or a body that is none or ended early.";
            case METHOD_NOT_ALLOWED -> "No resource of this server knows this method.";
            case REQUEST_TIMEOUT -> "The body took too long to arrive.";
            case URI_TOO_LONG -> "The URL is too long.";
            case EXPECTATION_FAILED -> "Expect: something else (expected: 100-continue)";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The headers are too large, the URL included.";
            case NOT_IMPLEMENTED -> "The method, or the transfer coding of the body, is none that this server knows.";
            case HTTP_VERSION_NOT_SUPPORTED -> "This server speaks HTTP/1.1.";
            default -> status.getReasonPhrase();
        };
    }
}
