package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates SQLSTATEs to store exceptions. A failure that is neither invalid data nor a timeout means an unavailable
 * store, also where an operator has to act (wrong password, disk full): a retry loses nothing.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, error codes</a>
 */
public final class SqlErrors {

    private static final String QUERY_CANCELED = "57014";
    private static final String CONNECTION_FAILURE = "08006";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private SqlErrors() {}

    /** Translates a failed query: as {@link #whileWriting}, or {@link QueryTimeoutException} after a timeout. */
    public static AggregatorException whileReading(SQLException failure) {
        SQLException cause = cause(failure);
        if (QUERY_CANCELED.equals(cause.getSQLState()) || isSocketTimeout(cause)) {
            return new QueryTimeoutException("query timed out (expected: a shorter time range or fewer rows)", failure);
        }
        return whileWriting(failure);
    }

    /**
     * Translates a failed write: {@link DataRejectedException}, {@link StoreUnavailableException} or, where all connections
     * of a pool are in use, {@link StoreBusyException}.
     */
    public static AggregatorException whileWriting(SQLException failure) {
        SQLException cause = cause(failure);
        if (cause instanceof SQLTransientConnectionException) {
            return new StoreBusyException("PostgreSQL: " + cause.getMessage(), failure);
        }
        if (isDataRejected(cause.getSQLState())) {
            return new DataRejectedException("PostgreSQL rejects the data: " + describe(cause), failure);
        }
        return new StoreUnavailableException("PostgreSQL: " + describe(cause), failure);
    }

    /** Translates a failed connection attempt. */
    static StoreUnavailableException whileConnecting(PostgresStoreConfig config, SQLException failure) {
        return new StoreUnavailableException(
                "cannot connect to " + config.shownUrl() + " as user " + config.user() + ": "
                        + describe(cause(failure)),
                failure);
    }

    public static boolean isLockTimeout(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    public static boolean isDuplicate(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    /**
     * Whether an open connection did not respond within the statement timeout and its grace. PostgreSQL
     * cancels the statement as soon as it can.
     */
    private static boolean isSocketTimeout(SQLException failure) {
        return CONNECTION_FAILURE.equals(failure.getSQLState()) && failure.getCause() instanceof SocketTimeoutException;
    }

    /** Data exceptions, violated constraints, and limits such as the size of an index entry. */
    private static boolean isDataRejected(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** The cause of a pool timeout, which explains why no connection could be opened; otherwise the failure itself. */
    private static SQLException cause(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                ? cause
                : failure;
    }

    private static String describe(SQLException failure) {
        String symptom = failure.getMessage() + rootMessage(failure);
        String description = symptom + " (SQLSTATE " + failure.getSQLState() + ')';
        return ConnectionAdvice.about(failure, symptom)
                .map(advice -> advice + ": " + description)
                .orElse(description);
    }

    /** The message of the root cause, where the message of the driver omits it. */
    private static String rootMessage(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message =
                Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
        boolean included = root instanceof ConnectException
                || String.valueOf(failure.getMessage()).contains(message);
        return included ? "" : " " + message;
    }
}
