package io.logaggregator.agent.scrape;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logaggregator.agent.scrape.Exposition.Format;
import io.logaggregator.agent.scrape.Exposition.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;

/** Requests the metrics of targets. Thread-safe. */
final class TargetClient implements AutoCloseable {

    /** OpenMetrics first, because its last line shows that the response is complete. */
    private static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_TOKEN_BYTES = 16 << 10;

    private final HttpClient http;
    private final Duration timeout;

    /** Bounds the memory: responses are parsed one after another. */
    private final ReentrantLock parsing = new ReentrantLock();

    TargetClient(Duration timeout) {
        this.timeout = timeout;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some servers refuse the upgrade that the client requests else
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Scrapes a target. A failure of the target is a result with a reason. */
    Result scrape(ScrapeTarget target, String host, Instant now) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = get(target);
            if (response.statusCode() != 200) {
                return Result.failed("status " + response.statusCode() + " (expected: 200)");
            }
            Format format =
                    Format.of(response.headers().firstValue("Content-Type").orElse(""));
            parsing.lockInterruptibly();
            try (InputStream body = decompressed(response)) {
                return Exposition.parse(body, format, host, now, target.labels());
            } finally {
                parsing.unlock();
            }
        } catch (TimeoutException e) {
            return Result.failed("no response within " + timeout.toMillis() + " ms");
        } catch (IOException | IllegalArgumentException e) { // of a redirect
            return Result.failed(e.toString());
        }
    }

    private static InputStream decompressed(HttpResponse<byte[]> response) throws IOException {
        InputStream body = new ByteArrayInputStream(response.body());
        String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            case "identity", "" -> body;
            default -> throw new IOException("content coding: " + coding + " (expected: gzip or none)");
        };
    }

    private HttpResponse<byte[]> get(ScrapeTarget target) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        URI uri = target.uri();
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<byte[]> response = send(request(uri, target), deadline);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            uri = redirected(uri, location.get());
        }
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
    }

    private static URI redirected(URI from, String location) throws IOException {
        try {
            URI to = from.resolve(location);
            String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
            boolean isSecure = scheme.equals("https");
            if (to.getHost() == null || !isSecure && (!scheme.equals("http") || isHttps(from))) {
                throw new IOException("redirect to an address that is neither http nor https, or less secure");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new IOException("redirect to an invalid address", e);
        }
    }

    private static boolean isHttps(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    private HttpRequest request(URI uri, ScrapeTarget target) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", ACCEPT)
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "log-aggregator-agent")
                .header("X-Prometheus-Scrape-Timeout-Seconds", String.valueOf(timeout.toMillis() / 1e3));
        if (target.bearerTokenFile().isPresent() && isSameOrigin(uri, target.uri())) {
            request.header(
                    "Authorization", "Bearer " + token(target.bearerTokenFile().get()));
        }
        return request.build();
    }

    /** A redirect to another server must not get the token. */
    private static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static String token(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(MAX_TOKEN_BYTES), US_ASCII).strip();
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IOException(file + ": no token (expected: one line of visible ASCII characters)");
            }
            return token;
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request, long deadline)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Exposition.MAX_BYTES));
        try {
            return response.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
