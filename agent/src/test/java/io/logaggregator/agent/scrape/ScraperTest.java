package io.logaggregator.agent.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScraperTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final List<Scrape> scrapes = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private HttpServer server;

    private record Scrape(Source source, Map<String, Double> values) {

        private static Scrape of(Source source, List<MetricSample> samples) {
            return new Scrape(
                    source, samples.stream().collect(Collectors.toMap(MetricSample::metric, MetricSample::value)));
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void scrape_sendsSamplesOfGzip() {
        server.createContext("/metrics", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Accept")).contains("openmetrics", "0.0.4");
            exchange.getResponseHeaders().set("Content-Type", "application/openmetrics-text; version=1.0.0");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            respond(exchange, 200, gzip("jobs_total 7\nnot_a_number NaN\n# EOF\n"));
        });

        Scrape scrape = scrape("/metrics job=shop zone=eu", 1);

        assertThat(scrape.source()).isEqualTo(new Source("web-1", "shop", address()));
        assertThat(scrape.values())
                .containsEntry("jobs_total", 7.0)
                .containsEntry("up", 1.0)
                .containsEntry("scrape_samples_scraped", 2.0)
                .containsKey("scrape_duration_seconds")
                .hasSize(4);
    }

    @Test
    void scrape_repeatsAfterInterval() {
        server.createContext("/metrics", exchange -> respond(exchange, 200, "a 1\n".getBytes(UTF_8)));

        try (Scraper scraper = scraper("/metrics")) {
            scraper.start();
            await().atMost(LIMIT).until(() -> scrapes.size() > 1);
        }
    }

    @Test
    void scrape_reportsUnusableResponses() {
        server.createContext("/error", exchange -> respond(exchange, 500, "a 1\n".getBytes(UTF_8)));
        server.createContext("/page", exchange -> respond(exchange, 200, "<html>".getBytes(UTF_8)));
        server.createContext("/large", exchange -> respond(exchange, 200, gzip(" ".repeat(Exposition.MAX_BYTES + 1))));
        server.createContext("/coding", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "br");
            respond(exchange, 200, "a 1\n".getBytes(UTF_8));
        });
        server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        server.createContext("/file", exchange -> redirect(exchange, "file:///etc/hosts"));
        server.createContext("/invalid", exchange -> redirect(exchange, "http://:1:2/ /"));

        for (String path : List.of("/error", "/page", "/large", "/coding", "/loop", "/file", "/invalid", "/absent")) {
            assertThat(scrape(path, 0).values())
                    .as(path)
                    .containsEntry("scrape_samples_scraped", 0.0)
                    .hasSize(3);
        }
    }

    @Test
    void scrape_reportsTargetThatIsDown() {
        server.stop(0);

        assertThat(scrape("/metrics", 0).values()).hasSize(3);
    }

    @Test
    void scrape_reportsTargetThatDoesNotRespond() {
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
        });

        assertThat(scrape("/slow", 0).values()).hasSize(3);
    }

    @Test
    void token_isSentToTargetOnly() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            other.start();
            other.createContext("/metrics", exchange -> {
                credentials.add("other " + exchange.getRequestHeaders().getFirst("Authorization"));
                respond(exchange, 200, "a 1\n".getBytes(UTF_8));
            });
            server.createContext("/first", exchange -> {
                credentials.add("first " + exchange.getRequestHeaders().getFirst("Authorization"));
                redirect(exchange, "/second");
            });
            server.createContext("/second", exchange -> {
                credentials.add("second " + exchange.getRequestHeaders().getFirst("Authorization"));
                redirect(exchange, "http://127.0.0.1:" + other.getAddress().getPort() + "/metrics");
            });
            Path token = Files.writeString(directory.resolve("token"), "secret\n");

            assertThat(scrape("/first bearer-token-file=" + token, 1).values()).containsEntry("a", 1.0);
            assertThat(credentials).contains("first Bearer secret", "second Bearer secret", "other null");
            assertThat(credentials).doesNotContain("other Bearer secret");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void token_thatIsNotReadableFailsTheScrape() throws IOException {
        server.createContext("/metrics", exchange -> respond(exchange, 200, "a 1\n".getBytes(UTF_8)));
        Path invalid = Files.writeString(directory.resolve("token"), "two lines\nof text");

        assertThat(scrape("/metrics bearer-token-file=" + directory.resolve("absent"), 0)
                        .values())
                .hasSize(3);
        assertThat(scrape("/metrics bearer-token-file=" + invalid, 0).values()).hasSize(3);
    }

    /** Scrapes a target until {@code up} has a value; a slow computer can cause a failure before a success. */
    private Scrape scrape(String target, double up) {
        scrapes.clear();
        try (Scraper scraper = scraper(target)) {
            scraper.start();
            await().atMost(LIMIT).until(() -> scrapes.stream().anyMatch(scrape -> isUp(scrape, up)));
        }
        return scrapes.stream().filter(scrape -> isUp(scrape, up)).findFirst().orElseThrow();
    }

    private static boolean isUp(Scrape scrape, double up) {
        return scrape.values().getOrDefault("up", Double.NaN) == up;
    }

    private Scraper scraper(String target) {
        return new Scraper(
                new Scraping(List.of(ScrapeTarget.parse("http://" + address() + target)), Duration.ofSeconds(1)),
                "web-1",
                (source, samples) -> scrapes.add(Scrape.of(source, samples)),
                InstantSource.system());
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        respond(exchange, 302, new byte[0]);
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
