package io.logaggregator.server.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie that holds the token of a session: no script reads it, and no page of another site makes the browser send
 * it.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/">RFC 6265bis, SameSite and HttpOnly</a>
 */
public final class SessionCookie {

    private static final String NAME = "session";

    private SessionCookie() {}

    /** The token that a request shows. */
    public static Optional<String> tokenIn(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, NAME)).map(Cookie::getValue);
    }

    /** To be set by the answer to a request. */
    public static ResponseCookie of(String token, Duration lifetime, HttpServletRequest request) {
        return ResponseCookie.from(NAME, token)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    /** To have the browser forget it. */
    public static ResponseCookie none(HttpServletRequest request) {
        return of("", Duration.ZERO, request);
    }
}
