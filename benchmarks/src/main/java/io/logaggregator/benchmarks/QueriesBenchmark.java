package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the whole server answers over HTTP from tables of some size, to one client and to several. Clients, server, broker
 * and database share the machine.
 */
final class QueriesBenchmark {

    private static final int METRIC_DAYS = 30;
    private static final int HOSTS = 1_000;
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final double NO_GOAL = Double.POSITIVE_INFINITY;

    private final Report report;
    private final Questions questions;
    private final Duration time;

    private QueriesBenchmark(Report report, Questions questions, Duration time) {
        this.report = report;
        this.questions = questions;
        this.time = time;
    }

    /** @param limitMillis what p99 is to be under when one client asks */
    private record Asked(String what, double limitMillis, Load.Question question) {}

    static void run(Arguments arguments, Report report) throws Exception {
        int days = arguments.number("days");
        QueriesBenchmark benchmark = new QueriesBenchmark(
                report, new Questions(days, METRIC_DAYS), Duration.ofSeconds(arguments.number("seconds")));
        try (ScratchDatabase database = ScratchDatabase.create()) {
            StoredPast.logs(database, arguments.number("logs"), days, report);
            StoredPast.hosts(database, METRIC_DAYS, HOSTS, report);
            try (BenchmarkedServer server = BenchmarkedServer.start(database, "--aggregator.cache.size=0")) {
                benchmark.measure(benchmark.questions(server.client()), 1, "one client");
                benchmark.measure(benchmark.questions(server.client()), CLIENTS, CLIENTS + " clients");
            }
            try (BenchmarkedServer server = BenchmarkedServer.start(database)) {
                List<Asked> often = benchmark.askedOften(server.client());
                benchmark.measure(often, CLIENTS, CLIENTS + " clients, cached");
                benchmark.measure(benchmark.posts(server.client()), CLIENTS, CLIENTS + " clients");
            }
        }
    }

    private List<Asked> questions(ServerClient client) {
        return List.of(
                asked("newest 100 of a host, WARN or worse", 50, client, questions::newest),
                asked("histogram over 24 h", 150, client, questions::histogram),
                asked("rare word over all days", 400, client, questions::rareWord),
                asked("fields over 24 h", 150, client, questions::fields),
                new Asked("host page, charts of 1 h", 100, number -> client.getAll(questions.hostPage())),
                asked("alert trends over 30 days", 150, client, questions::alertTrends),
                asked("metric trend over 30 days, one host", 150, client, questions::metricTrend),
                asked("metric trend over 30 days, 20 hosts", 150, client, questions::metricTrends),
                asked("all %,d hosts".formatted(HOSTS), NO_GOAL, client, () -> "/hosts"));
    }

    private List<Asked> askedOften(ServerClient client) {
        return List.of(
                asked("newest 100 of a host, WARN or worse", NO_GOAL, client, questions::newest),
                asked("all %,d hosts".formatted(HOSTS), NO_GOAL, client, () -> "/hosts"));
    }

    /** The last, since what is sent in is stored. */
    private List<Asked> posts(ServerClient client) {
        return List.of(new Asked("POST of %,d log events".formatted(Questions.LINES), NO_GOAL, number -> {
            client.post("/logs", questions.lines(number));
        }));
    }

    private static Asked asked(String what, double limitMillis, ServerClient client, Supplier<String> path) {
        return new Asked(what, limitMillis, number -> client.get(path.get()));
    }

    private void measure(List<Asked> all, int clients, String who) throws InterruptedException {
        for (Asked asked : all) {
            report.progress("%s, %s".formatted(asked.what(), who));
            Load.run(asked.question(), clients, WARM_UP);
            Load load = Load.run(asked.question(), clients, time);
            Row row = Row.of(asked.what() + ", " + who, load.toString());
            boolean judged = clients == 1 && asked.limitMillis() < NO_GOAL;
            report.add(judged ? row.judged(p99Under(asked), load.latencies().p99Millis()) : row);
        }
    }

    private static Goal p99Under(Asked asked) {
        return Goal.under(asked.limitMillis(), "ms (p99)");
    }
}
