package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The Kafka broker and the PostgreSQL server of the tests.
 *
 * <p>All test JVMs of a build share those of one {@link TestServersProcess}, if the build names a directory for it in the
 * system property {@value #DIRECTORY_PROPERTY}. Otherwise, as in an IDE, each JVM starts its own when it needs them.
 */
final class TestServers {

    static final String DIRECTORY_PROPERTY = "testkit.servers.directory";

    /** Prefix of the databases of this JVM, unique among all JVMs that share the servers. */
    static final String DATABASE_PREFIX =
            "test_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), 36) + "_";

    /** Prefix of the topics of this JVM. */
    static final String TOPIC_PREFIX = DATABASE_PREFIX.replace('_', '-');

    private TestServers() {}

    static String bootstrapServers() {
        return Kafka.BOOTSTRAP_SERVERS;
    }

    /** The database {@code postgres}, by its superuser. */
    static TestPostgres.Database postgres() {
        return Postgres.DATABASE;
    }

    private static <T> T shared(Function<TestServersProcess.Addresses, T> ofProcess, Supplier<T> ofThisJvm) {
        String directory = System.getProperty(DIRECTORY_PROPERTY, "");
        return directory.isEmpty()
                ? ofThisJvm.get()
                : ofProcess.apply(TestServersConnection.open(Path.of(directory)).addresses());
    }

    private static final class Kafka {

        static final String BOOTSTRAP_SERVERS =
                shared(TestServersProcess.Addresses::bootstrapServers, Kafka::startInThisJvm);

        private static String startInThisJvm() {
            var broker = EmbeddedKafkaBroker.start(TemporaryDirectory.create("kafka"), 0);
            TemporaryDirectory.closeBeforeDeletion(broker);
            return broker.bootstrapServers();
        }
    }

    private static final class Postgres {

        static final TestPostgres.Database DATABASE =
                shared(TestServersProcess.Addresses::postgres, Postgres::startInThisJvm);

        private static TestPostgres.Database startInThisJvm() {
            var server =
                    EmbeddedPostgresServer.start(TemporaryDirectory.create("postgres"), 0, TestBinaries.directory());
            TemporaryDirectory.closeBeforeDeletion(server);
            return new TestPostgres.Database(server.jdbcUrl(), server.user(), server.password());
        }
    }
}
