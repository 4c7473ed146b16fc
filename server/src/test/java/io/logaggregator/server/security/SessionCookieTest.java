package io.logaggregator.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class SessionCookieTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void cookieOverTls_hasThePrefixAndItsConditions() {
        request.setSecure(true);

        assertThat(SessionCookie.of("token", Duration.ofHours(1), request).toString())
                .startsWith("__Host-session=token; Path=/;")
                .contains("Secure", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Domain");
        assertThat(SessionCookie.none(request).toString())
                .startsWith("__Host-session=;")
                .contains("Max-Age=0", "Secure");
    }

    @Test
    void cookieWithoutPrefix_isNoSessionOverTls() {
        request.setCookies(new Cookie("session", "planted"));
        assertThat(SessionCookie.tokenIn(request)).contains("planted");

        request.setSecure(true);
        assertThat(SessionCookie.tokenIn(request)).isEmpty();

        request.setCookies(new Cookie("session", "planted"), new Cookie("__Host-session", "token"));
        assertThat(SessionCookie.tokenIn(request)).contains("token");
    }
}
