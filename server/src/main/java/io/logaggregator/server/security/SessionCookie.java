package io.logaggregator.server.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie with the token of a session. Scripts cannot read it, and requests of other sites do not carry it. Over TLS its
 * name has the prefix {@code __Host-}: browsers accept it from this host only, not from a sibling domain or without TLS.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/">RFC 6265bis, SameSite and HttpOnly</a>
 */
public final class SessionCookie {

    private static final String NAME = "session";
    private static final String SECURE_NAME = "__Host-" + NAME;

    private SessionCookie() {}

    /** The token of a request. */
    public static Optional<String> tokenIn(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, nameFor(request)))
                .map(Cookie::getValue);
    }

    /** The cookie of a new session, for the response. */
    public static ResponseCookie of(String token, Duration lifetime, HttpServletRequest request) {
        return ResponseCookie.from(nameFor(request), token)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    private static String nameFor(HttpServletRequest request) {
        return request.isSecure() ? SECURE_NAME : NAME;
    }

    /** The cookie that deletes it. */
    public static ResponseCookie none(HttpServletRequest request) {
        return of("", Duration.ZERO, request);
    }
}
