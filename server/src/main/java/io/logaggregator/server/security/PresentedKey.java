package io.logaggregator.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.server.http.GatewayTarget;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The API key of a request, from {@code X-API-Key} or {@code Authorization: Bearer}; at the paths of gateways also from the
 * credentials of their clients. Never from the URL: logs and browser histories contain URLs.
 */
public final class PresentedKey {

    private static final String HEADER = "X-API-Key";

    private PresentedKey() {}

    public static Optional<String> in(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header != null) {
            return Optional.of(header.strip());
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return Optional.empty();
        }
        String value = authorization.strip();
        int space = value.indexOf(' ');
        String scheme = value.substring(0, Math.max(space, 0)).toLowerCase(Locale.ROOT);
        String credentials = value.substring(space + 1).strip();
        boolean gateway = GatewayTarget.of(request).isPresent();
        return switch (scheme) {
            case "bearer" -> Optional.of(credentials);
            case "basic" -> gateway ? decoded(credentials).map(PresentedKey::password) : Optional.empty();
            case "apikey" ->
                gateway
                        ? decoded(credentials)
                                .filter(text -> text.indexOf(':') >= 0)
                                .map(PresentedKey::password)
                                .or(() -> Optional.of(credentials))
                        : Optional.empty();
            case "splunk", "token" -> gateway ? Optional.of(credentials) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The part after the first colon: the user and the id of a key do not matter. */
    private static String password(String text) {
        return text.substring(text.indexOf(':') + 1);
    }
}
