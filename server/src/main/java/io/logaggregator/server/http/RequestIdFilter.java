package io.logaggregator.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Assigns an id to each request: the id of the caller if it is well-formed, else a new one. The id is in each log record of
 * the request, in a response header, and in problem details.
 *
 * <p>As the outermost filter, it also maps exceptions of other filters to problem details.
 */
public final class RequestIdFilter extends OncePerRequestFilter {

    public static final String HEADER = "X-Request-Id";
    public static final String LOG_KEY = "requestId";

    /** The type of a problem that its status and detail describe completely. */
    private static final URI NO_FURTHER_INFORMATION = URI.create("about:blank");

    private static final String ATTRIBUTE = RequestIdFilter.class.getName();
    /** No characters that could forge a log record or a header. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private final HandlerExceptionResolver problems;

    /** The id of the request that this thread processes; empty if there is none. */
    public static String current() {
        return Objects.requireNonNullElse(MDC.get(LOG_KEY), "");
    }

    /** Adds the members that every problem has. */
    public static void addTo(ProblemDetail problem, @Nullable String requestId) {
        if (problem.getType() == null) {
            problem.setType(NO_FURTHER_INFORMATION);
        }
        problem.setProperty("requestId", requestId);
    }

    RequestIdFilter(HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = idOf(request);
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        MDC.put(LOG_KEY, id);
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException e) {
            if (response.isCommitted() || problems.resolveException(request, response, null, e) == null) {
                throw e;
            }
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    /** The error page is a second dispatch of the same request and keeps its id. */
    static String idOf(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        String given = request.getHeader(HEADER);
        return isWellFormed(given) ? given : UUID.randomUUID().toString();
    }

    private static boolean isWellFormed(@Nullable String id) {
        return id != null && WELL_FORMED.matcher(id).matches();
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
