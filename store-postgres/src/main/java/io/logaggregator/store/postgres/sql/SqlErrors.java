package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says in the house's words what PostgreSQL says in SQLSTATEs. What is neither a fault of the data nor a time limit is
 * a store that is not available now, also where a person has to act (wrong password, disk full): nothing is lost by
 * trying again.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, error codes</a>
 */
public final class SqlErrors {

    private static final String QUERY_CANCELED = "57014";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private SqlErrors() {}

    /** What a failed query means: also {@link QueryTimeoutException}, where the server's time limit ended it. */
    public static AggregatorException whileReading(SQLException failure) {
        SQLException cause = told(failure);
        if (QUERY_CANCELED.equals(cause.getSQLState())) {
            return new QueryTimeoutException("query took too long: ask for a shorter time or fewer rows", failure);
        }
        return whileWriting(failure);
    }

    /**
     * What a failed write means: {@link DataRejectedException}, {@link StoreUnavailableException} or, where others have all
     * connections, {@link StoreBusyException}.
     */
    public static AggregatorException whileWriting(SQLException failure) {
        SQLException cause = told(failure);
        if (cause instanceof SQLTransientConnectionException) {
            return new StoreBusyException("PostgreSQL: " + cause.getMessage(), failure);
        }
        if (isDataRefused(cause.getSQLState())) {
            return new DataRejectedException("PostgreSQL refuses the data: " + describe(cause), failure);
        }
        return new StoreUnavailableException("PostgreSQL: " + describe(cause), failure);
    }

    /** A connection that could not be opened. */
    static StoreUnavailableException whileConnecting(PostgresStoreConfig config, SQLException failure) {
        return new StoreUnavailableException(
                "cannot connect to " + config.shownUrl() + " as user " + config.user() + ": " + describe(told(failure)),
                failure);
    }

    public static boolean isLockTimeout(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    public static boolean isDuplicate(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    /** Data exceptions, violated constraints, and limits such as the size of an index entry. */
    private static boolean isDataRefused(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** A pool that runs out of time hides what kept it waiting: its cause says more. */
    private static SQLException told(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                ? cause
                : failure;
    }

    private static String describe(SQLException failure) {
        String symptom = failure.getMessage() + unsaid(failure);
        String told = symptom + " (SQLSTATE " + failure.getSQLState() + ')';
        return ConnectionAdvice.about(failure, symptom)
                .map(advice -> advice + ": " + told)
                .orElse(told);
    }

    /** Some messages of the driver say nothing, and leave it to the cause. */
    private static String unsaid(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message =
                Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
        boolean said = root instanceof ConnectException
                || String.valueOf(failure.getMessage()).contains(message);
        return said ? "" : " " + message;
    }
}
