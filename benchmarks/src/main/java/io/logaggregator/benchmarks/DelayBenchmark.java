package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long it takes from a message being handed to the producer to its being seen through REST, and to the alert it causes
 * being seen, while a steady stream of log messages flows. Answers are not remembered: whoever asks the same question
 * again and again, as this does, would measure for how long they are.
 */
final class DelayBenchmark {

    private static final int BACKLOG = 1_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Goal SOON = Goal.under(250, "ms (p99)");

    private final ServerClient client;
    private final ServerTopics topics;
    private final KafkaQueue queue;
    private final SplittableRandom random = new SplittableRandom(1);

    private DelayBenchmark(BenchmarkedServer server, KafkaQueue queue) {
        client = server.client();
        topics = server.topics();
        this.queue = queue;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        int samples = arguments.number("samples");
        int percent = arguments.number("percent");
        report.progress("measuring the maximum rate");
        Backlog backlog = Backlog.ofLogs(BACKLOG, 4);
        backlog.drain(Pipeline.SHIPPED);
        double rate = backlog.drain(Pipeline.SHIPPED) * percent / 100;
        try (ScratchDatabase database = ScratchDatabase.create();
                BenchmarkedServer server = BenchmarkedServer.start(database, "--aggregator.cache.size=0");
                KafkaQueue queue = server.topics().logs().queue("delay");
                PacedProducer stream = new PacedProducer(server.topics().logs(), rate)) {
            report.progress("%,.0f log messages/s".formatted(rate));
            Thread.sleep(WARM_UP);
            new DelayBenchmark(server, queue).measure(samples, report, "at %,.0f log messages/s".formatted(rate));
            report.progress("%,d messages published".formatted(stream.published()));
        }
    }

    private void measure(int samples, Report report, String circumstances) throws Exception {
        List<Long> lines = new ArrayList<>();
        List<Long> alerts = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            Thread.sleep(random.nextInt(50)); // not always at the same moment of the consumer's poll
            lines.add(untilLineIsSeen("delay-line-" + sample));
            Thread.sleep(random.nextInt(50));
            alerts.add(untilAlertIsSeen("delay-alert-" + sample));
        }
        add(report, "latency from produce to visible log event, " + circumstances, new Latencies(lines));
        add(report, "latency from produce to visible alert, " + circumstances, new Latencies(alerts));
    }

    private static void add(Report report, String what, Latencies latencies) {
        report.add(Row.of(what, latencies.toString()).judged(SOON, latencies.p99Millis()));
    }

    /** The question is about the time since the line was made: what it takes to be answered hardly counts. */
    private long untilLineIsSeen(String host) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS); // PostgreSQL's times are no finer than microseconds
        String json = """
                {"timestamp":"%s","host":"%s","level":"INFO","message":"seen?"}""".formatted(now, host);
        return untilSeen(topics.logs(), host, json, "/logs?limit=1&host=%s&from=%s".formatted(host, now));
    }

    private long untilAlertIsSeen(String host) throws Exception {
        String json = """
                {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"cpu_usage":99.5}}""".formatted(Instant.now(), host);
        return untilSeen(topics.agents(), host, json, "/alerts?host=" + host);
    }

    private long untilSeen(Topic topic, String host, String json, String question) throws Exception {
        long begin = System.nanoTime();
        topic.publish(queue, List.of(new OutgoingMessage("", host.getBytes(UTF_8), json.getBytes(UTF_8))));
        while (!client.get(question).contains(host)) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(host + ": not seen after " + LIMIT);
            }
        }
        return System.nanoTime() - begin;
    }
}
