package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.sql.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Rejected messages as rows; their ids sort by time. */
public final class PostgresRejectedMessages implements RejectedMessages {

    private static final UUID BEYOND_ALL = new UUID(-1, -1);

    private final DataSource pool;

    public PostgresRejectedMessages(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Page<RejectedMessage> list(int limit, Optional<UUID> after) {
        return Query.run(pool, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select * from rejected_message where id < ? order by id desc limit ?
                    """)) {
                select.setObject(1, after.orElse(BEYOND_ALL));
                select.setInt(2, limit + 1); // one more tells whether there is another page
                return page(messages(select), limit);
            }
        });
    }

    @Override
    public Optional<RejectedMessage> find(UUID id) {
        return Query.run(pool, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select * from rejected_message where id = ?
                    """)) {
                select.setObject(1, id);
                return messages(select).stream().findFirst();
            }
        });
    }

    @Override
    public Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // until the pool has it back, which also ends what was not committed
            Optional<RejectedMessage> message = lock(connection, id);
            if (message.isEmpty()) {
                return message;
            }
            publish.accept(message.get());
            Optional<RejectedMessage> replayed = noteReplay(connection, id);
            connection.commit();
            return replayed;
        });
    }

    /** Whoever else would replay the message waits until this transaction ends. */
    private static Optional<RejectedMessage> lock(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select * from rejected_message where id = ? for update
                """)) {
            select.setObject(1, id);
            return messages(select).stream().findFirst();
        }
    }

    private static Optional<RejectedMessage> noteReplay(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update rejected_message set replayed_at = clock_timestamp() where id = ? returning *
                """)) {
            update.setObject(1, id);
            return messages(update).stream().findFirst();
        }
    }

    private static Page<RejectedMessage> page(List<RejectedMessage> messages, int limit) {
        if (messages.size() <= limit) {
            return new Page<>(messages, Optional.empty());
        }
        List<RejectedMessage> items = messages.subList(0, limit);
        return new Page<>(items, Optional.of(items.getLast().id()));
    }

    private static List<RejectedMessage> messages(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            List<RejectedMessage> messages = new ArrayList<>();
            while (row.next()) {
                messages.add(message(row));
            }
            return messages;
        }
    }

    private static RejectedMessage message(ResultSet row) throws SQLException {
        return new RejectedMessage(
                row.getObject("id", UUID.class),
                new Partition(row.getString("topic"), row.getString("topic_id"), row.getInt("partition")),
                row.getLong("message_offset"),
                row.getObject("rejected_at", OffsetDateTime.class).toInstant(),
                new Rejection(
                        Rejection.Reason.valueOf(row.getString("reason")),
                        row.getString("detail"),
                        row.getBytes("value")),
                row.getBytes("key"),
                Optional.ofNullable(row.getObject("replayed_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
