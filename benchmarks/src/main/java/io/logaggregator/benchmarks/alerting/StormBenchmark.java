package io.logaggregator.benchmarks.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.logaggregator.benchmarks.environment.InProcessServer;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.testkit.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Alerts of many hosts at once, with two channels: one groups by rule, and the receiver of the other one accepts connections and
 * never answers. Measures when the healthy channel has the first and the last alert, and whether it has each of them once.
 */
public final class StormBenchmark {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Goal FIRST = Goal.under(2_000, "ms");
    private static final Goal ALL = Goal.under(60_000, "ms");

    private StormBenchmark() {}

    public static void run(Arguments arguments, Report report) throws Exception {
        int hosts = arguments.number("hosts");
        try (ScratchDatabase database = ScratchDatabase.create();
                Receiver healthy = new Receiver();
                WebhookReceiver dead = new WebhookReceiver();
                InProcessServer server = InProcessServer.start(
                        database,
                        "--aggregator.alerts.channels[0].name=healthy",
                        "--aggregator.alerts.channels[0].url=" + healthy.url(),
                        "--aggregator.alerts.channels[0].group-by=rule",
                        "--aggregator.alerts.channels[0].group-interval=" + arguments.number("interval") + "s",
                        "--aggregator.alerts.channels[1].name=dead",
                        "--aggregator.alerts.channels[1].url=" + dead.url());
                KafkaQueue queue = server.topics().agents().queue("storm")) {
            dead.hang();
            publish(
                    server.topics().agents(),
                    queue,
                    "memory_usage_percent",
                    1); // another group: connections, statements
            healthy.await(1);
            healthy.clear();
            long begin = System.nanoTime();
            publish(server.topics().agents(), queue, "cpu_usage", hosts);
            healthy.await(hosts);
            Thread.sleep(Duration.ofSeconds(5)); // for alerts that are sent twice
            String prefix = "%,d alerts at once beside a dead receiver: ".formatted(hosts);
            add(report, prefix + "until the first notification", healthy.first - begin, FIRST);
            add(report, prefix + "until the last alert is notified", healthy.last - begin, ALL);
            report.add(Row.of(
                    prefix + "alerts notified, calls, repeated ids",
                    "%,d, %d, %d".formatted(healthy.alerts.get(), healthy.calls.get(), healthy.repeated.get())));
        }
    }

    private static void add(Report report, String what, long nanos, Goal goal) {
        double millis = nanos / 1e6;
        report.add(Row.of(what, "%,.0f ms".formatted(millis)).withGoal(goal, millis));
    }

    private static void publish(Topic topic, KafkaQueue queue, String metric, int hosts) {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            String name = "storm-" + host;
            String json = """
                    {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"%s":99.5}}""".formatted(Instant.now(), name, metric);
            messages.add(new OutgoingMessage("", name.getBytes(UTF_8), json.getBytes(UTF_8)));
        }
        topic.publish(queue, messages);
    }

    /** A receiver of a channel with groups, which counts alerts. */
    private static final class Receiver implements AutoCloseable {

        private static final Pattern FIRING = Pattern.compile("\"firing\":([0-9]+)");

        private final HttpServer server;
        private final Set<String> ids = ConcurrentHashMap.newKeySet();
        private final AtomicLong alerts = new AtomicLong();
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong repeated = new AtomicLong();
        private volatile long first;
        private volatile long last;

        Receiver() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    exchange.sendResponseHeaders(204, -1);
                    last = System.nanoTime();
                    if (calls.getAndIncrement() == 0) {
                        first = last;
                    }
                    if (!ids.add(exchange.getRequestHeaders().getFirst("webhook-id"))) {
                        repeated.incrementAndGet();
                    }
                    Matcher firing = FIRING.matcher(body);
                    alerts.addAndGet(firing.find() ? Long.parseLong(firing.group(1)) : 1);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        void await(long count) throws InterruptedException {
            long begin = System.nanoTime();
            while (alerts.get() < count) {
                if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                    throw new IllegalStateException("alerts notified: " + alerts + " (expected: " + count + ")");
                }
                Thread.sleep(10);
            }
        }

        void clear() {
            alerts.set(0);
            calls.set(0);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
