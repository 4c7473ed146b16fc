package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The embedded server as a child process, and a browser for its page. */
final class RunningPage implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Pattern HTTP = Pattern.compile("listening at http://127\\.0\\.0\\.1:(?<port>\\d+)");
    private static final Pattern KAFKA = Pattern.compile("Kafka started: address=127\\.0\\.0\\.1:(?<port>\\d+)");

    /** The distance of brushes from the top of a chart, in pixels. */
    private static final double BRUSH_TOP = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final Chromium chromium;
    private final Path directory;
    private final ChildJvm program;
    private int httpPort;
    private int kafkaPort;

    /** Script errors and policy violations reported by the browser. */
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private RunningPage(Chromium chromium, Path directory) {
        this.chromium = chromium;
        this.directory = directory;
        this.program = ChildJvm.start(
                EmbeddedAggregator.class,
                directory,
                Map.of(
                        "SERVER_PORT",
                        "0",
                        "EMBEDDED_KAFKA_PORT",
                        "0",
                        "EMBEDDED_POSTGRES_PORT",
                        "0",
                        "EMBEDDED_AGENT_INTERVAL",
                        "1s",
                        "AGGREGATOR_ALERTS_WEBHOOK_ALLOWPRIVATETARGETS",
                        "true"));
    }

    static RunningPage start() {
        Chromium chromium = Chromium.open();
        try {
            RunningPage page = new RunningPage(chromium, Files.createTempDirectory("page"));
            page.awaitHosts();
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitHosts() {
        try {
            await().atMost(START_LIMIT)
                    .failFast("the program ended", () -> !program.isAlive())
                    .ignoreExceptions()
                    .until(() -> hasHosts());
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            String output = program.output();
            close();
            throw new AssertionError(output, e);
        }
    }

    private boolean hasHosts() {
        httpPort = port(HTTP);
        kafkaPort = port(KAFKA);
        return !get("hosts").get("items").isEmpty();
    }

    /** A port in the output of the program. */
    private int port(Pattern line) {
        Matcher found = line.matcher(program.output());
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group("port"));
    }

    String address(String view) {
        return "http://127.0.0.1:" + httpPort + "/" + view;
    }

    String key() {
        try {
            return Files.readString(directory.resolve("data/api-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(program.output(), e);
        }
    }

    /** Opens a page in a new browser context, which is not signed in. */
    Page open(String view) {
        return open(view, ColorScheme.DARK, new ViewportSize(1440, 900));
    }

    Page open(String view, ColorScheme theme, ViewportSize size) {
        BrowserContext context = chromium.newContext(new Browser.NewContextOptions()
                .setColorScheme(theme)
                .setViewportSize(size)
                .setReducedMotion(ReducedMotion.REDUCE) // painting animations takes processor time
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.navigate(address(view));
        return page;
    }

    Page signedIn(String view) {
        return signIn(open(view));
    }

    Page signIn(Page page) {
        page.getByLabel("API key").fill(key());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForSelector(".shell");
        return page;
    }

    /** Drags the pointer over a chart, between two fractions of its width. The chart must not zoom while it is dragged. */
    static void brush(Locator chart, double from, double to) {
        Locator plot = chart.locator(".plot");
        assertThat(plot.locator(".u-over")).isVisible();
        double width = ((Number) plot.evaluate("element => element.clientWidth")).doubleValue();
        plot.dragTo(
                plot,
                new Locator.DragToOptions()
                        .setSourcePosition(width * from, BRUSH_TOP)
                        .setTargetPosition(width * to, BRUSH_TOP));
    }

    /** Closes the windows of a test. Fails if the browser reported errors. */
    void endTest() {
        List<String> reported = List.copyOf(errors);
        chromium.closeContexts();
        errors.clear();
        assertThat(reported).as("errors of the browser").isEmpty();
    }

    JsonNode get(String path) {
        return send(request(path).build());
    }

    void put(String path, String body) {
        send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    void post(String path, String body) {
        send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    void delete(String path) {
        send(request(path).DELETE().build());
    }

    void send(List<String> events) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address("api/v1/logs")))
                .header("X-API-Key", key())
                .header("Content-Type", "application/x-ndjson");
        send(request.POST(HttpRequest.BodyPublishers.ofString(String.join("\n", events)))
                .build());
    }

    /** Sends events and waits until a query finds as many. */
    void send(List<String> events, String query) {
        send(events);
        await().atMost(LIMIT).until(() -> count(query) >= events.size());
    }

    private int count(String query) {
        String path = "logs/histogram?from=-2d&query=" + URLEncoder.encode(query, UTF_8);
        return get(path)
                .get("items")
                .valueStream()
                .mapToInt(bucket -> bucket.get("total").asInt())
                .sum();
    }

    /** Publishes a message to Kafka directly, without validation by the API. */
    void produce(String topic, String value) {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var _ = producer.send(new ProducerRecord<>(topic, value));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address("api/v1/" + path)))
                .header("X-API-Key", key())
                .header("Content-Type", "application/json");
    }

    /** Sends a request, again while the server is too busy for it. */
    private JsonNode send(HttpRequest request) {
        HttpResponse<String> response = await().atMost(LIMIT)
                .until(
                        () -> client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)),
                        received -> received.statusCode() != 503);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return json.readTree(response.body());
    }

    @Override
    public void close() {
        chromium.close();
        program.terminate(Duration.ofSeconds(30));
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
