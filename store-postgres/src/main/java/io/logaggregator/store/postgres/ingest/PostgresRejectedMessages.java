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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** Rejected messages in {@code rejected_message}; their ids sort by time. Thread-safe. */
public final class PostgresRejectedMessages implements RejectedMessages {

    private static final UUID MIN_ID = new UUID(0, 0);
    private static final UUID MAX_ID = new UUID(-1, -1);

    private final DataSource pool;

    public PostgresRejectedMessages(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Page<RejectedMessage> list(Filter filter, int limit, Optional<UUID> after) {
        return Sql.of(
                        "select * from rejected_message where id < ? and ? order by id desc limit ?",
                        after.orElse(MAX_ID),
                        condition(filter),
                        limit + 1)
                .page(pool, PostgresRejectedMessages::read, limit, RejectedMessage::id);
    }

    @Override
    public List<Group> count(Filter filter) {
        return Sql.of("""
                        select topic, reason, count(*) as messages, count(replayed_at) as replayed,
                               min(rejected_at) as first_at, max(rejected_at) as last_at
                        from rejected_message
                        where ?
                        group by topic, reason
                        order by messages desc, topic, reason""", condition(filter))
                .list(
                        pool,
                        row -> new Group(
                                row.getString("topic"),
                                Rejection.Reason.valueOf(row.getString("reason")),
                                row.getLong("messages"),
                                row.getLong("replayed"),
                                Timestamps.read(row, "first_at"),
                                Timestamps.read(row, "last_at")));
    }

    private static Sql condition(Filter filter) {
        List<Sql> all = new ArrayList<>();
        all.add(Sql.of(
                "rejected_at >= ? and rejected_at < ?", Timestamps.of(filter.from()), Timestamps.of(filter.to())));
        if (!filter.reasons().isEmpty()) {
            all.add(Sql.of("reason = any(?)", (Object) Sql.names(filter.reasons())));
        }
        filter.topic().map(topic -> Sql.of("topic = ?", topic)).ifPresent(all::add);
        filter.replayed()
                .map(replayed -> Sql.of(replayed ? "replayed_at is not null" : "replayed_at is null"))
                .ifPresent(all::add);
        return Sql.joined("and", all);
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

    /**
     * Locks the messages. The condition is repeated where they are locked: PostgreSQL then checks it again on the rows that
     * a concurrent replay has changed.
     */
    @Override
    public Replay replayNext(
            Filter filter, Optional<UUID> after, int limit, Function<List<RejectedMessage>, Set<UUID>> publish) {
        Sql condition = condition(filter);
        Sql next = Sql.of("""
                select id, sum(bytes) over (order by id) as bytes, row_number() over (order by id) as number
                from (
                    select id, octet_length(value) as bytes from rejected_message
                    where id > ? and ? order by id limit ?
                ) as candidate
                """, after.orElse(MIN_ID), condition, limit);
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            List<UUID> ids = Sql.of(
                            "select id from (?) as sized where number = 1 or bytes <= ? order by id",
                            next,
                            MAX_REPLAYED_BYTES)
                    .list(connection, row -> row.getObject("id", UUID.class));
            if (ids.isEmpty()) {
                return new Replay(0, Optional.empty());
            }
            List<RejectedMessage> messages = Sql.of(
                            "select * from rejected_message where id = any(?) and ? order by id for update",
                            ids.toArray(UUID[]::new),
                            condition)
                    .list(connection, PostgresRejectedMessages::read);
            Set<UUID> published = messages.isEmpty() ? Set.of() : publish.apply(messages);
            Sql.of("update rejected_message set replayed_at = clock_timestamp() where id = any(?)", (Object)
                            published.toArray(UUID[]::new))
                    .update(connection);
            connection.commit();
            return new Replay(messages.size(), Optional.of(ids.getLast()));
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
