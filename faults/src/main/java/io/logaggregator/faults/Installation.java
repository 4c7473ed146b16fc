package io.logaggregator.faults;

import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** All that a user would run, each part in a process of its own, and the lines between the parts. */
final class Installation implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(10);
    private static final Duration COUNT_LIMIT = Duration.ofMinutes(2);

    /** What runs, the last one started first; also to be closed when not all could be started. */
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private final Line toBroker = run(new Line("line-broker"));
    private final List<Line> toDatabase = List.of(run(new Line("line-1")), run(new Line("line-2")));
    private final Line ofJudge = run(new Line("line-judge"));
    private final Path directory;
    private final Optional<SmallDisk> disk;
    private final Database database;
    private final Broker broker;
    private List<Aggregator> aggregators = List.of();

    /** Starts broker and database on an empty directory. */
    Installation(Path directory, long diskBytes) {
        this.directory = directory;
        // However the program ends: nobody else would end processes that are stopped, or unmount the disk.
        TemporaryDirectory.closeBeforeDeletion(this);
        Path data = directory.resolve("postgres");
        disk = SmallDisk.mount(Database.data(data), diskBytes).map(this::run);
        database = run(new Database(data, List.of(toDatabase.get(0), toDatabase.get(1), ofJudge)));
        broker = run(new Broker(directory.resolve("broker"), toBroker));
    }

    private <T extends AutoCloseable> T run(T part) {
        running.push(part);
        return part;
    }

    /** Starts the aggregators, and returns when they are ready. */
    void startAggregators() throws InterruptedException {
        // One that Kafka knows when it comes back, and one that it does not.
        aggregators = List.of(aggregator(1, "aggregator-1"), aggregator(2, ""));
        awaitReady();
    }

    private Aggregator aggregator(int number, String instanceId) {
        return run(new Aggregator(
                directory.resolve("aggregator-" + number),
                broker.bootstrapServers(),
                toDatabase.get(number - 1),
                instanceId));
    }

    void awaitReady() throws InterruptedException {
        for (Aggregator aggregator : aggregators) {
            if (!Patience.until(READY_LIMIT, aggregator::isReady)) {
                throw new IllegalStateException(
                        "an aggregator is not ready within " + READY_LIMIT + ": see its output in " + directory);
            }
        }
    }

    /** Those that do not run, though nobody keeps them from it. */
    List<String> fallen() {
        List<String> fallen = new ArrayList<>();
        if (!broker.isAlive()) {
            fallen.add("the broker");
        }
        if (!database.isAlive()) {
            fallen.add("PostgreSQL");
        }
        aggregators.stream()
                .filter(aggregator -> !aggregator.isAlive())
                .forEach(aggregator -> fallen.add("an aggregator"));
        return fallen;
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    Database database() {
        return database;
    }

    Broker broker() {
        return broker;
    }

    List<Aggregator> aggregators() {
        return aggregators;
    }

    Line toBroker() {
        return toBroker;
    }

    /** That of an aggregator, by its index. */
    Line toDatabase(int aggregator) {
        return toDatabase.get(aggregator);
    }

    /** As the judge reaches it. */
    PostgresStore openStore() {
        return new PostgresStore(
                new PostgresStoreConfig(jdbcUrl(), Database.USER, "", 3, DATABASE_LIMIT, COUNT_LIMIT, Map.of()));
    }

    /** The database as the judge reaches it: over a line that is never cut. */
    String jdbcUrl() {
        return Database.jdbcUrl(ofJudge);
    }

    /** Once is enough, and twice does no harm. */
    @Override
    public void close() {
        for (AutoCloseable part = running.poll(); part != null; part = running.poll()) {
            close(part);
        }
    }

    // The next one is to be closed all the same.
    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println(part + " cannot be closed: " + e);
        }
    }

    /** Nothing of an earlier run is left that a killed judge could not take away. */
    static void clear(Path directory) throws IOException {
        Path data = Database.data(directory.resolve("postgres"));
        SmallDisk.unmount(data);
        Directories.delete(directory);
    }
}
