package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlErrorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P02", "23505", "54000"})
    void faultsOfTheData_areRefusals(String state) {
        assertThat(SqlErrors.whileWriting(new SQLException("no", state))).isInstanceOf(DataRejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "25006", "28P01", "3D000", "40001", "40P01", "42P01", "53100", "57014", "57P01", "XX001"
            })
    void allElse_isAStoreThatIsAway(String state) {
        assertThat(SqlErrors.whileWriting(new SQLException("no", state)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(state);
    }

    @Test
    void failureWithoutState_isStoreUnavailable() {
        assertThat(SqlErrors.whileWriting(new SQLException("no"))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void canceledQuery_isQueryTimeout() {
        assertThat(SqlErrors.whileReading(new SQLException("canceling statement", "57014")))
                .isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void missingResponse_isQueryTimeout() {
        assertThat(SqlErrors.whileReading(new SQLException(
                        "An I/O error occurred", "08006", new SocketTimeoutException("Read timed out"))))
                .isInstanceOf(QueryTimeoutException.class);
    }

    @Test
    void connectTimeout_isStoreUnavailable() {
        SQLException refused =
                new SQLException("The connection attempt failed.", "08001", new SocketTimeoutException("timed out"));

        assertThat(SqlErrors.whileReading(new SQLTransientConnectionException("timed out", "08001", refused)))
                .isExactlyInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void exhaustedPool_isStoreBusy() {
        assertThat(SqlErrors.whileReading(new SQLTransientConnectionException("timed out")))
                .isInstanceOf(StoreBusyException.class);
    }

    @Test
    void emptyPool_reportsCause() {
        SQLException refused = new SQLException("Connection refused", "08001");

        assertThat(SqlErrors.whileReading(new SQLTransientConnectionException("timed out", "08001", refused)))
                .isExactlyInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void uninformativeMessage_isFollowedByCause() {
        SQLException failure =
                new SQLException("The connection attempt failed.", "08001", new IOException("db.nowhere"));

        assertThat(SqlErrors.whileReading(failure))
                .hasMessage("PostgreSQL: The connection attempt failed. db.nowhere (SQLSTATE 08001)");
    }

    @Test
    void closedHandshake_isExplained() {
        SQLException failure = new SQLException("SSL error: Broken pipe", "08006", new IOException("Broken pipe"));

        assertThat(SqlErrors.whileReading(failure)).hasMessageContaining("see the log of the server");
    }

    @Test
    void closedConnection_isReportedByExceptionType() {
        SQLException ended = new SQLException("The connection attempt failed.", "08001", new EOFException());

        assertThat(SqlErrors.whileWriting(ended))
                .hasMessageContaining("The connection attempt failed. EOFException (SQLSTATE 08001)");
    }
}
