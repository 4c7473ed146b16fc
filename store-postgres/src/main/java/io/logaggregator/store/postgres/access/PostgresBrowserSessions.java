package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Browser sessions in {@code browser_session}. Thread-safe. */
public final class PostgresBrowserSessions implements BrowserSessions {

    /** Minimum interval between updates of the time of last use. */
    private static final Duration SEEN_INTERVAL = Duration.ofMinutes(1);

    /** Retention of unused sessions, longer than any idle timeout. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private final DataSource pool;

    public PostgresBrowserSessions(DataSource pool) {
        this.pool = pool;
    }

    /** Opens a session. Deletes expired ones, and the oldest of the key above the maximum. */
    @Override
    public void open(SecretHash token, SecretHash key, Instant now) {
        Query.run(pool, connection -> {
            Sql.of("delete from browser_session where seen_at < ?", Timestamps.of(now.minus(RETENTION)))
                    .update(connection);
            Sql.of("""
                            delete from browser_session where token_hash in (
                                select token_hash from browser_session where secret_hash = ?
                                order by opened_at desc, token_hash offset ?)
                            """, key.bytes(), MAX_PER_KEY - 1).update(connection);
            return Sql.of(
                            "insert into browser_session (token_hash, secret_hash, opened_at, seen_at) values (?, ?, ?, ?)",
                            token.bytes(),
                            key.bytes(),
                            Timestamps.of(now),
                            Timestamps.of(now))
                    .update(connection);
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
            if (session.isPresent() && session.get().at.isBefore(now.minus(SEEN_INTERVAL))) {
                Sql.of(
                                "update browser_session set seen_at = greatest(seen_at, ?) where token_hash = ?",
                                Timestamps.of(now),
                                token.bytes())
                        .update(connection);
            }
            return session.map(Seen::key);
        });
    }

    @Override
    public void close(SecretHash token) {
        Query.run(
                pool,
                connection -> Sql.of("delete from browser_session where token_hash = ?", (Object) token.bytes())
                        .update(connection));
    }

    private record Seen(SecretHash key, Instant at) {}
}
