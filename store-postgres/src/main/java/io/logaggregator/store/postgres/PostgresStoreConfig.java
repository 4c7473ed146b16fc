package io.logaggregator.store.postgres;

import java.time.Duration;
import java.util.Map;

/**
 * The connection settings of the store.
 *
 * @param jdbcUrl for example {@code jdbc:postgresql://db.example.org:5432/logs}
 * @param poolSize connections for queries, at least three; each ingest session has its own in addition
 * @param connectionTimeout maximum wait for a connection
 * @param queryTimeout maximum duration of a query
 * @param maxHosts hosts beyond which no new ones are stored
 * @param maxSeries metric series beyond which no new ones are stored
 * @param properties of the driver, for example {@code sslmode=verify-full}. Settings of the server go into {@code
 *     options}, for example {@code options=-c synchronous_commit=on}, and override those of this store
 * @see <a href="https://jdbc.postgresql.org/documentation/use/#connection-parameters">pgjdbc, connection parameters</a>
 */
public record PostgresStoreConfig(
        String jdbcUrl,
        String user,
        String password,
        int poolSize,
        Duration connectionTimeout,
        Duration queryTimeout,
        int maxHosts,
        int maxSeries,
        Map<String, String> properties) {

    private static final int MAX_HOSTS = 100_000;
    private static final int MAX_SERIES = 1_000_000;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(250);

    public PostgresStoreConfig {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "jdbcUrl: " + withoutPassword(jdbcUrl) + " (expected: jdbc:postgresql://host:port/database)");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize: " + poolSize + " (expected: 1 or more)");
        }
        requireTimeout("connectionTimeout", connectionTimeout);
        requireTimeout("queryTimeout", queryTimeout);
        properties = Map.copyOf(properties);
    }

    /** Creates settings with the default limits. */
    public PostgresStoreConfig(
            String jdbcUrl,
            String user,
            String password,
            int poolSize,
            Duration connectionTimeout,
            Duration queryTimeout,
            Map<String, String> properties) {
        this(jdbcUrl, user, password, poolSize, connectionTimeout, queryTimeout, MAX_HOSTS, MAX_SERIES, properties);
    }

    /** The URL without a password. */
    public String shownUrl() {
        return withoutPassword(jdbcUrl);
    }

    @Override
    public String toString() {
        return "PostgresStoreConfig[" + shownUrl() + ", user=" + user + ", poolSize=" + poolSize
                + ", connectionTimeout=" + connectionTimeout + ", queryTimeout=" + queryTimeout
                + ", properties=" + properties.keySet() + ']';
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)([?&](?:ssl)?password=)[^&]*", "$1...");
    }

    private static void requireTimeout(String name, Duration timeout) {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + ": " + timeout + " (expected: between " + MIN_TIMEOUT + " and 24 days)");
        }
    }
}
