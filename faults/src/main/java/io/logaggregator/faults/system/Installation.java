package io.logaggregator.faults.system;

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

/** The system under test: broker, database and two aggregators in separate processes, connected by proxies. */
public final class Installation implements AutoCloseable {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration COUNT_TIMEOUT = Duration.ofMinutes(5);

    /** Running parts, the last one first: closed also if a later part fails to start. */
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private final NetworkProxy brokerProxy = run(new NetworkProxy("proxy-broker"));
    private final List<NetworkProxy> databaseProxies =
            List.of(run(new NetworkProxy("proxy-1")), run(new NetworkProxy("proxy-2")));
    private final NetworkProxy verifierProxy = run(new NetworkProxy("proxy-verifier"));
    private final Path directory;
    private final Optional<Tmpfs> disk;
    private final Database database;
    private final Broker broker;
    private List<Aggregator> aggregators = List.of();

    /** Starts broker and database in an empty directory. */
    public Installation(Path directory, long diskBytes) {
        this.directory = directory;
        // Also if the program is interrupted: stopped processes and the mounted disk would remain.
        TemporaryDirectory.closeBeforeDeletion(this);
        Path data = directory.resolve("postgres");
        disk = Tmpfs.mount(Database.data(data), diskBytes).map(this::run);
        database = run(new Database(data, List.of(databaseProxies.get(0), databaseProxies.get(1), verifierProxy)));
        broker = run(new Broker(directory.resolve("broker"), brokerProxy));
    }

    private <T extends AutoCloseable> T run(T part) {
        running.push(part);
        return part;
    }

    /** Returns when the aggregators are ready. */
    public void startAggregators() {
        // One static and one dynamic group member.
        aggregators = List.of(aggregator(1, "aggregator-1"), aggregator(2, ""));
        awaitReady();
    }

    private Aggregator aggregator(int number, String instanceId) {
        return run(new Aggregator(
                directory.resolve("aggregator-" + number),
                broker.bootstrapServers(),
                databaseProxies.get(number - 1),
                instanceId));
    }

    public void awaitReady() {
        for (Aggregator aggregator : aggregators) {
            Await.require(
                    READY_TIMEOUT,
                    aggregator::isReady,
                    "an aggregator is not ready (see output.log in " + directory + ")");
        }
    }

    /** Servers that are not running although no fault is active. */
    public List<String> exited() {
        List<String> exited = new ArrayList<>();
        if (!broker.isAlive()) {
            exited.add("the broker");
        }
        if (!database.isAlive()) {
            exited.add("PostgreSQL");
        }
        aggregators.stream()
                .filter(aggregator -> !aggregator.isAlive())
                .forEach(aggregator -> exited.add("an aggregator"));
        return exited;
    }

    public Optional<Tmpfs> disk() {
        return disk;
    }

    public Database database() {
        return database;
    }

    public Broker broker() {
        return broker;
    }

    public List<Aggregator> aggregators() {
        return aggregators;
    }

    public NetworkProxy brokerProxy() {
        return brokerProxy;
    }

    /** The proxy between an aggregator, given by its index, and PostgreSQL. */
    public NetworkProxy databaseProxy(int aggregator) {
        return databaseProxies.get(aggregator);
    }

    public PostgresStore openStore() {
        return new PostgresStore(
                new PostgresStoreConfig(jdbcUrl(), Database.USER, "", 3, DATABASE_TIMEOUT, COUNT_TIMEOUT, Map.of()));
    }

    /** The database through a proxy without faults. */
    public String jdbcUrl() {
        return Database.jdbcUrl(verifierProxy);
    }

    /** Idempotent. */
    @Override
    public void close() {
        for (AutoCloseable part = running.poll(); part != null; part = running.poll()) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println(part + " cannot be closed: " + e);
        }
    }

    /** Deletes the remains of a run that was killed. */
    public static void clear(Path directory) throws IOException {
        Path data = Database.data(directory.resolve("postgres"));
        Tmpfs.unmount(data);
        TemporaryDirectory.delete(directory);
    }
}
