package io.logaggregator.benchmarks;

import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.util.List;

/**
 * What the whole server answers over HTTP from tables of some size: without remembering answers, and with. Clients, server,
 * broker and database share the machine.
 */
final class QueriesBenchmark {

    private static final int HOSTS = 1_000;
    private static final int REPORTS_PER_HOST = 60;
    private static final int CLIENTS = 8;
    private static final int LINES = 1_000;
    private static final int DIFFERENT_BODIES = 20;
    private static final int PARTITIONS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final TestPostgres.Database database = TestPostgres.shared().newDatabase();
    private final Duration time;

    private QueriesBenchmark(Duration time) {
        this.time = time;
    }

    static void run(int events, int seconds) throws InterruptedException {
        StoredSamples stored = new StoredSamples(events, HOSTS, REPORTS_PER_HOST);
        QueriesBenchmark benchmark = new QueriesBenchmark(Duration.ofSeconds(seconds));
        stored.appendTo(benchmark.database);
        TestKafka.shared().createTopic("logs", PARTITIONS);
        TestKafka.shared().createTopic("system-metrics", PARTITIONS);
        System.out.printf(
                "%n| %,d logs, %d clients | requests/s | p50, ms | p99, ms |%n|---|---|---|---|%n", events, CLIENTS);
        benchmark.measure("not remembered", "0");
        benchmark.measure("remembered", "64MB");
    }

    private void measure(String name, String cacheSize) throws InterruptedException {
        try (BenchmarkedServer server = BenchmarkedServer.start(
                database, TestKafka.shared().bootstrapServers(), "--aggregator.cache.size=" + cacheSize)) {
            measure(
                    "newest 100 logs with two filters, " + name,
                    number -> server.get("/logs?limit=100&level=WARN&application=app-" + number % 16));
            measure("all hosts, " + HOSTS + ", " + name, number -> server.get("/hosts"));
            List<byte[]> bodies = StoredSamples.bodies(DIFFERENT_BODIES, LINES);
            measure("POST of 1,000 log lines", number -> server.post("/logs", bodies.get(number % DIFFERENT_BODIES)));
        }
    }

    private void measure(String name, Load.Question question) throws InterruptedException {
        Load.run(question, CLIENTS, WARM_UP);
        Load.run(question, CLIENTS, time).print(name);
    }
}
