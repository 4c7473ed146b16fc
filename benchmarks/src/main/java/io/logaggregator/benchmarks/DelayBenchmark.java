package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.benchmarks.environment.InProcessServer;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerClient;
import io.logaggregator.benchmarks.environment.ServerTopics;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.testkit.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Delay from producing a message until the API returns it, or the alert that it triggers, and until a webhook is called for
 * the alert, under a constant load of log messages. The cache is disabled, because repeated queries would measure the lifetime of its entries.
 */
final class DelayBenchmark {

    private static final int BACKLOG = 1_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Goal MAX_DELAY = Goal.under(250, "ms (p99)");
    private static final Goal MAX_NOTIFICATION_DELAY = Goal.under(500, "ms (p99)");

    private final ServerClient client;
    private final ServerTopics topics;
    private final KafkaQueue queue;
    private final WebhookReceiver receiver;
    private final SplittableRandom random = new SplittableRandom(1);

    private DelayBenchmark(InProcessServer server, KafkaQueue queue, WebhookReceiver receiver) {
        client = server.client();
        topics = server.topics();
        this.queue = queue;
        this.receiver = receiver;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        int samples = arguments.number("samples");
        int percent = arguments.number("percent");
        report.progress("measuring the maximum rate");
        Backlog backlog = Backlog.ofLogs(BACKLOG, 4);
        backlog.drain(Pipeline.SHIPPED);
        double rate = backlog.drain(Pipeline.SHIPPED) * percent / 100;
        try (ScratchDatabase database = ScratchDatabase.create();
                WebhookReceiver receiver = new WebhookReceiver();
                InProcessServer server = InProcessServer.start(
                        database,
                        "--aggregator.cache.size=0",
                        "--aggregator.alerts.channels[0].name=delay",
                        "--aggregator.alerts.channels[0].url=" + receiver.url());
                KafkaQueue queue = server.topics().logs().queue("delay");
                PacedProducer stream = new PacedProducer(server.topics().logs(), rate)) {
            report.progress("%,.0f log messages/s".formatted(rate));
            Thread.sleep(WARM_UP);
            new DelayBenchmark(server, queue, receiver)
                    .measure(samples, report, "at %,.0f log messages/s".formatted(rate));
            report.progress("%,d messages published".formatted(stream.published()));
        }
    }

    private void measure(int samples, Report report, String load) throws Exception {
        List<Long> logs = new ArrayList<>();
        List<Long> alerts = new ArrayList<>();
        List<Long> notifications = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            Thread.sleep(random.nextInt(50)); // independent of the poll interval of the consumer
            logs.add(logDelay("delay-log-" + sample));
            Thread.sleep(random.nextInt(50));
            long begin = System.nanoTime();
            alerts.add(alertDelay("delay-alert-" + sample));
            notifications.add(notifiedAt("delay-alert-" + sample) - begin);
        }
        add(report, "latency from produce to visible log event, " + load, new Latencies(logs), MAX_DELAY);
        add(report, "latency from produce to visible alert, " + load, new Latencies(alerts), MAX_DELAY);
        add(
                report,
                "latency from produce to the webhook of an alert, " + load,
                new Latencies(notifications),
                MAX_NOTIFICATION_DELAY);
    }

    private static void add(Report report, String what, Latencies latencies, Goal goal) {
        report.add(Row.of(what, latencies.toString()).withGoal(goal, latencies.p99Millis()));
    }

    private long notifiedAt(String host) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TIMEOUT.toNanos()) {
            OptionalLong arrival = receiver.arrivalOf('"' + host + '"');
            if (arrival.isPresent()) {
                return arrival.getAsLong();
            }
            Thread.sleep(1);
        }
        throw new IllegalStateException(host + ": no notification after " + TIMEOUT);
    }

    /** Queries only the time range since the message, so that the query itself costs little. */
    private long logDelay(String host) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // PostgreSQL stores microseconds
        String json = """
                {"timestamp":"%s","host":"%s","level":"INFO","message":"delay"}""".formatted(now, host);
        return delay(topics.logs(), host, json, "/logs?limit=1&host=%s&from=%s".formatted(host, now));
    }

    private long alertDelay(String host) throws Exception {
        String json = """
                {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"cpu_usage":99.5}}""".formatted(Instant.now(), host);
        return delay(topics.agents(), host, json, "/alerts?host=" + host);
    }

    private long delay(Topic topic, String host, String json, String query) throws Exception {
        long begin = System.nanoTime();
        topic.publish(queue, List.of(new OutgoingMessage("", host.getBytes(UTF_8), json.getBytes(UTF_8))));
        while (!client.get(query).contains(host)) {
            if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                throw new IllegalStateException(host + ": not visible after " + TIMEOUT);
            }
        }
        return System.nanoTime() - begin;
    }

    /** Publishes log messages at a constant rate until it is closed. */
    private static final class PacedProducer implements AutoCloseable {

        private static final Duration TICK = Duration.ofMillis(10);

        private final Topic topic;
        private final double perSecond;
        private final SampleLogs logs = SampleLogs.live(5);
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<?> work;
        private volatile long published;
        private volatile boolean closed;

        PacedProducer(Topic topic, double perSecond) {
            this.topic = topic;
            this.perSecond = perSecond;
            work = thread.submit(this::run);
        }

        private @Nullable Void run() throws InterruptedException {
            long begin = System.nanoTime();
            try (KafkaQueue queue = topic.queue("paced")) {
                while (!closed) {
                    Thread.sleep(TICK);
                    long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
                    topic.publish(
                            queue,
                            Stream.generate(() -> new OutgoingMessage("", null, logs.next()))
                                    .limit(due - published)
                                    .toList());
                    published = due;
                }
                return null;
            }
        }

        /**
         * Number of messages published so far.
         *
         * @throws IllegalStateException if publishing has failed
         */
        long published() {
            if (work.isDone()) {
                throw new IllegalStateException("producer: failed (expected: running)", work.exceptionNow());
            }
            return published;
        }

        @Override
        public void close() {
            closed = true;
            thread.close();
        }
    }
}
