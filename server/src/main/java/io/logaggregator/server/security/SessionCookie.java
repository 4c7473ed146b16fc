package io.logaggregator.server.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie with the token of a session. Scripts cannot read it, and requests of other sites do not carry it.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/">RFC 6265bis, SameSite and HttpOnly</a>
 */
public final class SessionCookie {

    private static final String NAME = "session";

    private SessionCookie() {}

    /** The token of a request. */
    public static Optional<String> tokenIn(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, NAME)).map(Cookie::getValue);
    }

    /** The cookie of a new session, for the response. */
    public static ResponseCookie of(String token, Duration lifetime, HttpServletRequest request) {
        return ResponseCookie.from(NAME, token)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    /** The cookie that deletes it. */
    public static ResponseCookie none(HttpServletRequest request) {
        return of("", Duration.ZERO, request);
    }
}
