package io.logaggregator.server.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes problem details for requests that Tomcat rejects before the first filter, mostly malformed ones. They have the
 * request id, and nothing else of the request, because it cannot be trusted.
 */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

    private final JsonMapper json;
    private final SecurityHeaders headers;

    ProblemReportValve(JsonMapper json, SecurityHeaders headers) {
        this.json = json;
        this.headers = headers;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus status = TomcatRefusal.statusOf(request, response.getStatus());
        String requestId = RequestIdFilter.idOf(request);
        log.debug("request rejected before the first filter: status={} requestId={}", status.value(), requestId, cause);
        response.setStatus(status.value());
        response.setHeader(RequestIdFilter.HEADER, requestId);
        headers.write(request, response);
        try {
            write(response, json.writeValueAsBytes(problem(status, requestId)));
        } catch (IOException e) {
            log.debug("client disconnected: requestId={}", requestId, e);
        }
    }

    private static ProblemDetail problem(HttpStatus status, String requestId) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, TomcatRefusal.detailOf(status));
        RequestIdFilter.addTo(problem, requestId);
        return problem;
    }

    private static void write(Response response, byte[] body) throws IOException {
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
    }
}
