package io.logaggregator.store.postgres;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date. */
final class Migration {

    private static final String LOCATION = "classpath:io/logaggregator/store/postgres/migrations";

    private final DataSource connections;

    Migration(DataSource connections) {
        this.connections = connections;
    }

    /**
     * Applies the migrations that are missing.
     *
     * @throws IllegalStateException where the schema is not one of this program's: a person has to look at it
     */
    void run() {
        try {
            Flyway.configure(getClass().getClassLoader())
                    .dataSource(connections)
                    .locations(LOCATION)
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw translated(failure);
        }
    }

    private static RuntimeException translated(FlywayException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sqlFailure) {
                return SqlFailures.whileWriting(sqlFailure);
            }
        }
        return new IllegalStateException("cannot bring the schema up to date: " + failure.getMessage(), failure);
    }
}
