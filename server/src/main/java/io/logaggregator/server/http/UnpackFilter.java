package io.logaggregator.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * Lets bodies come packed, as gzip or zstd, and bounds what they unpack to: a few kilobytes can hold gigabytes. It comes
 * after the question who is asking, so that nothing is unpacked for strangers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding">RFC 9110, Content-Encoding</a>
 */
final class UnpackFilter extends OncePerRequestFilter {

    private static final String CODINGS = "gzip, zstd";

    private final long longestBody;

    /** @param longestBody in bytes, unpacked */
    UnpackFilter(long longestBody) {
        this.longestBody = longestBody;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> coding = coding(request, response);
        if (coding.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try (UnpackedBody body = new UnpackedBody(request.getInputStream(), coding.get(), longestBody)) {
            chain.doFilter(new UnpackedRequest(request, body), response);
        }
    }

    private static Optional<String> coding(HttpServletRequest request, HttpServletResponse response) {
        List<String> codings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.size() > 1 || !UnpackedBody.CODINGS.containsAll(codings)) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, CODINGS);
            throw new ResponseStatusException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding: " + String.join(", ", codings) + " (expected: gzip or zstd, or none)");
        }
        return codings.stream().findFirst();
    }
}
