package io.logaggregator.server.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.util.WebUtils;

/**
 * CSRF tokens that belong to a session: an HMAC with the session's token as the key. A cookie shows it to the scripts of the
 * page. Another program that can write cookies for this host name cannot make one.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html">OWASP,
 *     signed double-submit cookie</a>
 */
final class SessionCsrfTokens implements CsrfTokenRepository {

    private static final String COOKIE = "XSRF-TOKEN";
    private static final String HEADER = "X-XSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    private static final String ALGORITHM = "HmacSHA256";

    /** The token of the request's session. Without a session no request is checked, and the token is not shown. */
    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return new DefaultCsrfToken(HEADER, PARAMETER, tokenOf(request).orElse("no session"));
    }

    /** Shows the token to the page. */
    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> value = token == null ? Optional.empty() : tokenOf(request);
        if (value.isEmpty() && WebUtils.getCookie(request, COOKIE) == null) {
            return;
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, value.orElse(""))
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .path("/")
                        .maxAge(value.isPresent() ? Duration.ofSeconds(-1) : Duration.ZERO)
                        .build()
                        .toString());
    }

    /** The token of the session if the page has it already. */
    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        Cookie shown = WebUtils.getCookie(request, COOKIE);
        return shown != null
                        && tokenOf(request).filter(shown.getValue()::equals).isPresent()
                ? generateToken(request)
                : null;
    }

    private static Optional<String> tokenOf(HttpServletRequest request) {
        return SessionCookie.tokenIn(request)
                .filter(session -> !session.isEmpty())
                .map(SessionCsrfTokens::hmac);
    }

    private static String hmac(String session) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(session.getBytes(US_ASCII), ALGORITHM));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(COOKIE.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ": not available (expected: in every JDK)", e);
        }
    }
}
