package io.logaggregator.server.security;

import io.logaggregator.server.access.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates the caller by the session cookie. With an expired session, the caller is anonymous. */
final class SessionFilter extends OncePerRequestFilter {

    private final Sessions sessions;

    SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The web page is public, and available without the database, which holds the sessions. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return !path.startsWith("/api/") && !path.startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SessionCookie.tokenIn(request)
                .flatMap(sessions::resume)
                .ifPresent(key ->
                        SecurityContextHolder.getContext().setAuthentication(new Caller(key, request.getRemoteAddr())));
        chain.doFilter(request, response);
    }
}
