package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.ingest.CheckResult;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateResult;

/** Brings the schema up to date. */
public final class Migration {

    private static final String LOCATION = "classpath:io/logaggregator/store/postgres/migrations";

    private final DataSource connections;

    public Migration(DataSource connections) {
        this.connections = connections;
    }

    /**
     * Applies the migrations that are missing.
     *
     * @throws IllegalStateException where the schema is not one of this program's: a person has to look at it
     */
    public void run() {
        try {
            configuration().load().migrate();
        } catch (FlywayException failure) {
            throw translated(failure);
        }
    }

    /**
     * What {@link #run} would do, without doing it.
     *
     * @param anyTables whether the schema holds anything at all
     */
    public CheckResult outlook(boolean anyTables) {
        Flyway flyway =
                configuration().ignoreMigrationPatterns("*:pending", "*:future").load();
        try {
            ValidateResult validity = flyway.validateWithResult();
            return validity.validationSuccessful
                    ? outlook(flyway.info(), anyTables)
                    : CheckResult.bad("the schema is not as this program made it: " + validity.getAllErrorMessages());
        } catch (FlywayException failure) {
            return CheckResult.bad(String.valueOf(translated(failure).getMessage()));
        }
    }

    private static CheckResult outlook(MigrationInfoService info, boolean anyTables) {
        MigrationInfo current = info.current();
        String pending = Arrays.stream(info.pending())
                .map(migration -> String.valueOf(migration.getVersion()))
                .collect(Collectors.joining(", "));
        if (current == null) {
            return anyTables
                    ? CheckResult.bad("the schema holds tables that are not this program's (expected: an empty schema)")
                    : CheckResult.good("no tables yet: the server makes them when it starts");
        }
        return CheckResult.good("schema of version " + current.getVersion()
                + (pending.isEmpty() ? ", up to date" : ": the server brings it to " + pending + " when it starts"));
    }

    private FluentConfiguration configuration() {
        return Flyway.configure(getClass().getClassLoader())
                .dataSource(connections)
                .locations(LOCATION);
    }

    private static RuntimeException translated(FlywayException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sqlFailure) {
                return SqlErrors.whileWriting(sqlFailure);
            }
        }
        return new IllegalStateException("cannot bring the schema up to date: " + failure.getMessage(), failure);
    }
}
