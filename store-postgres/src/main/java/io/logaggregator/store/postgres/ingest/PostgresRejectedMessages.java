package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Rejected messages in {@code rejected_message}; their ids sort by time. Thread-safe. */
public final class PostgresRejectedMessages implements RejectedMessages {

    private static final UUID MAX_ID = new UUID(-1, -1);

    private final DataSource pool;

    public PostgresRejectedMessages(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Page<RejectedMessage> list(int limit, Optional<UUID> after) {
        return Sql.of(
                        "select * from rejected_message where id < ? order by id desc limit ?",
                        after.orElse(MAX_ID),
                        limit + 1)
                .page(pool, PostgresRejectedMessages::read, limit, RejectedMessage::id);
    }

    @Override
    public Optional<RejectedMessage> find(UUID id) {
        return Sql.of("select * from rejected_message where id = ?", id).first(pool, PostgresRejectedMessages::read);
    }

    /** Locks the message, so that a concurrent replay waits for this transaction. */
    @Override
    public Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Optional<RejectedMessage> message = Sql.of("select * from rejected_message where id = ? for update", id)
                    .first(connection, PostgresRejectedMessages::read);
            if (message.isEmpty()) {
                return message;
            }
            publish.accept(message.get());
            Optional<RejectedMessage> replayed = Sql.of(
                            "update rejected_message set replayed_at = clock_timestamp() where id = ? returning *", id)
                    .first(connection, PostgresRejectedMessages::read);
            connection.commit();
            return replayed;
        });
    }

    private static RejectedMessage read(ResultSet row) throws SQLException {
        return new RejectedMessage(
                row.getObject("id", UUID.class),
                PostgresLedger.partition(row),
                row.getLong("message_offset"),
                Timestamps.read(row, "rejected_at"),
                new Rejection(
                        Rejection.Reason.valueOf(row.getString("reason")),
                        row.getString("detail"),
                        row.getBytes("value")),
                row.getBytes("key"),
                row.getString("format"),
                Timestamps.readIfAny(row, "replayed_at"));
    }
}
