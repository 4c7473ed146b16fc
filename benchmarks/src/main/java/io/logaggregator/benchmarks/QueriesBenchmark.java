package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.InProcessServer;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerClient;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Latency and throughput of API requests on large tables, with one and with several clients. Clients, server, broker and
 * database share the machine.
 */
final class QueriesBenchmark {

    private static final int METRIC_DAYS = 30;
    private static final int HOSTS = 1_000;
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Of each query after a start: with less, latencies are up to twice those of a server with compiled code. */
    private static final Duration WARM_UP_OF_SERVER = Duration.ofSeconds(10);

    private static final double NO_GOAL = Double.POSITIVE_INFINITY;

    private final Report report;
    private final SampleRequests requests;
    private final Duration time;

    private QueriesBenchmark(Report report, SampleRequests requests, Duration time) {
        this.report = report;
        this.requests = requests;
        this.time = time;
    }

    /** @param limitMillis maximum p99 with one client */
    private record Query(String what, double limitMillis, LoadResult.Request request) {}

    static void run(Arguments arguments, Report report) throws Exception {
        int days = arguments.number("days");
        QueriesBenchmark benchmark = new QueriesBenchmark(
                report, new SampleRequests(days, METRIC_DAYS), Duration.ofSeconds(arguments.number("seconds")));
        try (ScratchDatabase database = ScratchDatabase.create()) {
            HistoricalData.logs(database, arguments.number("logs"), days, report);
            HistoricalData.hosts(database, METRIC_DAYS, HOSTS, report);
            try (InProcessServer server = InProcessServer.start(database, "--aggregator.cache.size=0")) {
                benchmark.warmUp(benchmark.queries(server.client()));
                benchmark.measure(benchmark.queries(server.client()), 1, "one client");
                benchmark.measure(benchmark.queries(server.client()), CLIENTS, CLIENTS + " clients");
            }
            try (InProcessServer server = InProcessServer.start(database)) {
                List<Query> cached = benchmark.cachedQueries(server.client());
                benchmark.warmUp(cached);
                benchmark.measure(cached, CLIENTS, CLIENTS + " clients, cached");
                benchmark.measure(benchmark.posts(server.client()), CLIENTS, CLIENTS + " clients");
            }
        }
    }

    private List<Query> queries(ServerClient client) {
        return List.of(
                query("newest 100 of a host, WARN or worse", 50, client, requests::newest),
                query("histogram over 24 h", 150, client, requests::histogram),
                query("rare word over all days", 400, client, requests::rareWord),
                query("fields over 24 h", 150, client, requests::fields),
                new Query("host page, charts of 1 h", 100, number -> client.getAll(requests.hostPage())),
                query("alert trends over 30 days", 150, client, requests::alertTrends),
                query("metric trend over 30 days, one host", 150, client, requests::metricTrend),
                query("metric trend over 30 days, 20 hosts", 150, client, requests::metricTrends),
                query("first page of %,d hosts".formatted(HOSTS), NO_GOAL, client, () -> "/hosts"));
    }

    private List<Query> cachedQueries(ServerClient client) {
        return List.of(
                query("newest 100 of a host, WARN or worse", NO_GOAL, client, requests::newest),
                query("first page of %,d hosts".formatted(HOSTS), NO_GOAL, client, () -> "/hosts"));
    }

    /** Measured last, because posted log events change the database. */
    private List<Query> posts(ServerClient client) {
        return List.of(new Query("POST of %,d log events".formatted(SampleRequests.BATCH_SIZE), NO_GOAL, number -> {
            client.post("/logs", requests.body(number));
        }));
    }

    private static Query query(String what, double limitMillis, ServerClient client, Supplier<String> path) {
        return new Query(what, limitMillis, number -> client.get(path.get()));
    }

    private void warmUp(List<Query> queries) throws InterruptedException {
        report.progress("warming up the server");
        for (Query query : queries) {
            LoadResult.run(query.request(), CLIENTS, WARM_UP_OF_SERVER);
        }
    }

    private void measure(List<Query> queries, int clients, String clientText) throws InterruptedException {
        for (Query query : queries) {
            report.progress("%s, %s".formatted(query.what(), clientText));
            LoadResult.run(query.request(), clients, WARM_UP);
            LoadResult load = LoadResult.run(query.request(), clients, time);
            Row row = Row.of(query.what() + ", " + clientText, load.toString());
            boolean hasGoal = clients == 1 && query.limitMillis() < NO_GOAL;
            report.add(hasGoal ? row.withGoal(p99Under(query), load.latencies().p99Millis()) : row);
        }
    }

    private static Goal p99Under(Query query) {
        return Goal.under(query.limitMillis(), "ms (p99)");
    }
}
