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

/** Migrates the schema. */
public final class Migration {

    private static final String LOCATION = "classpath:io/logaggregator/store/postgres/migrations";

    private final DataSource connections;

    public Migration(DataSource connections) {
        this.connections = connections;
    }

    /**
     * Applies pending migrations.
     *
     * @throws IllegalStateException for a foreign or modified schema, which needs an operator
     */
    public void run() {
        try {
            configuration().load().migrate();
        } catch (FlywayException failure) {
            throw translated(failure);
        }
    }

    /**
     * Checks what {@link #run} would do.
     *
     * @param hasTables whether the schema contains any table
     */
    public CheckResult check(boolean hasTables) {
        Flyway flyway =
                configuration().ignoreMigrationPatterns("*:pending", "*:future").load();
        try {
            ValidateResult validity = flyway.validateWithResult();
            return validity.validationSuccessful
                    ? check(flyway.info(), hasTables)
                    : CheckResult.bad("the schema was modified: " + validity.getAllErrorMessages());
        } catch (FlywayException failure) {
            return CheckResult.bad(String.valueOf(translated(failure).getMessage()));
        }
    }

    private static CheckResult check(MigrationInfoService info, boolean hasTables) {
        MigrationInfo current = info.current();
        String pending = Arrays.stream(info.pending())
                .map(migration -> String.valueOf(migration.getVersion()))
                .collect(Collectors.joining(", "));
        if (current == null) {
            return hasTables
                    ? CheckResult.bad("the schema contains foreign tables (expected: an empty schema)")
                    : CheckResult.good("no tables yet: the server creates them at startup");
        }
        return CheckResult.good("schema of version " + current.getVersion()
                + (pending.isEmpty() ? ", up to date" : ": the server migrates it to " + pending + " at startup"));
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
        return new IllegalStateException("cannot migrate the schema: " + failure.getMessage(), failure);
    }
}
