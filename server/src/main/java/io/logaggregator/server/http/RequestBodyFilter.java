package io.logaggregator.server.http;

import io.logaggregator.server.overload.MemoryBudgets;
import io.logaggregator.server.overload.RequestMemory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * Bounds the memory of a request, and decompresses its body from gzip or zstd, up to a limit: a few kilobytes can expand to
 * gigabytes. Runs after authentication, so that the memory is accounted to a key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding">RFC 9110, Content-Encoding</a>
 */
final class RequestBodyFilter extends OncePerRequestFilter {

    private static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "zstd");
    private static final String ACCEPTED = "gzip, zstd";

    /** In addition, at the paths of gateways, since their clients send them. */
    private static final Set<String> GATEWAY_CODINGS = Set.of("deflate", RequestBody.SNAPPY);

    private final MemoryBudgets budgets;
    private final long maxBytes;
    private final long maxGatewayBytes;

    /**
     * @param maxBytes of a body, also after decompression
     * @param maxGatewayBytes the same at the paths of gateways
     */
    RequestBodyFilter(MemoryBudgets budgets, long maxBytes, long maxGatewayBytes) {
        this.budgets = budgets;
        this.maxBytes = maxBytes;
        this.maxGatewayBytes = maxGatewayBytes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> coding = coding(request, response);
        long max = GatewayTarget.of(request).isPresent() ? maxGatewayBytes : maxBytes;
        String client = Objects.requireNonNullElse(request.getRemoteUser(), "");
        try (RequestMemory memory = RequestMemory.open(request, budgets, client);
                RequestBody body = new RequestBody(request, coding, max, memory.upload())) {
            if (hasBody(request)) {
                request.setAttribute(RequestBody.class.getName(), body);
                chain.doFilter(new WithBody(request, body), response);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0
                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || CallerConnection.isHttp2(request);
    }

    private static Optional<String> coding(HttpServletRequest request, HttpServletResponse response) {
        return GatewayTarget.of(request)
                        .filter(target -> target.gateway().isGrpc())
                        .isPresent()
                ? Optional.of(codingOfCall(request, response))
                : codingOfBody(request, response);
    }

    private static String codingOfCall(HttpServletRequest request, HttpServletResponse response) {
        String coding = Objects.requireNonNullElse(request.getHeader("grpc-encoding"), "identity");
        return switch (coding) {
            case "identity" -> RequestBody.GRPC;
            case "gzip" -> RequestBody.GRPC_GZIP;
            default -> {
                response.setHeader("grpc-accept-encoding", "identity,gzip");
                throw unsupported("grpc-encoding: " + coding + " (expected: gzip or identity)");
            }
        };
    }

    private static Optional<String> codingOfBody(HttpServletRequest request, HttpServletResponse response) {
        List<String> codings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        boolean known = CODINGS.containsAll(codings)
                || (GatewayTarget.of(request).isPresent() && GATEWAY_CODINGS.containsAll(codings));
        if (codings.size() > 1 || !known) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, ACCEPTED);
            throw unsupported("Content-Encoding: " + String.join(", ", codings) + " (expected: gzip or zstd, or none)");
        }
        return codings.stream().findFirst();
    }

    private static ResponseStatusException unsupported(String detail) {
        return new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    /** The request without the headers of the body as sent. */
    private static final class WithBody extends HttpServletRequestWrapper {

        private final RequestBody body;

        WithBody(HttpServletRequest request, RequestBody body) {
            super(request);
            this.body = body;
        }

        private static boolean isHidden(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING)
                    || name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
        }

        @Override
        public ServletInputStream getInputStream() {
            return body;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long getContentLengthLong() {
            return -1;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isHidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                    .filter(name -> !isHidden(name))
                    .toList());
        }
    }
}
