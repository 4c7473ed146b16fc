package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Sessions in {@code browser_session}. Thread-safe. */
public final class PostgresBrowserSessions implements BrowserSessions {

    /** To be seen is written no oftener. */
    private static final Duration SEEN = Duration.ofMinutes(1);

    /** Longer than any session may be idle. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final DataSource pool;

    public PostgresBrowserSessions(DataSource pool) {
        this.pool = pool;
    }

    /** Whoever signs in takes out what is long over. */
    @Override
    public void open(SecretHash token, SecretHash key, Instant now) {
        Query.run(pool, connection -> {
            execute(connection, "delete from browser_session where seen_at < ?", Timestamps.of(now.minus(KEPT)));
            return execute(
                    connection,
                    "insert into browser_session (token_hash, secret_hash, opened_at, seen_at) values (?, ?, ?, ?)",
                    token.bytes(),
                    key.bytes(),
                    Timestamps.of(now),
                    Timestamps.of(now));
        });
    }

    @Override
    public Optional<SecretHash> resume(SecretHash token, Instant now, Instant seenAfter, Instant openedAfter) {
        return Query.run(pool, connection -> {
            Optional<Seen> session = Sql.of(
                            "select secret_hash, seen_at from browser_session"
                                    + " where token_hash = ? and seen_at > ? and opened_at > ?",
                            token.bytes(),
                            Timestamps.of(seenAfter),
                            Timestamps.of(openedAfter))
                    .first(
                            connection,
                            row -> new Seen(
                                    SecretHash.ofBytes(row.getBytes("secret_hash")), Timestamps.read(row, "seen_at")));
            if (session.isPresent() && session.get().at.isBefore(now.minus(SEEN))) {
                execute(
                        connection,
                        "update browser_session set seen_at = greatest(seen_at, ?) where token_hash = ?",
                        Timestamps.of(now),
                        token.bytes());
            }
            return session.map(Seen::key);
        });
    }

    @Override
    public void close(SecretHash token) {
        Query.run(
                pool,
                connection -> execute(
                        connection, "delete from browser_session where token_hash = ?", (Object) token.bytes()));
    }

    private static int execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setObject(index + 1, values[index]);
            }
            return statement.executeUpdate();
        }
    }

    private record Seen(SecretHash key, Instant at) {}
}
