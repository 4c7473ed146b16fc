package io.logaggregator.store.postgres.logs;

import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index on the messages of each day that is over, by any three characters that stand in them: with it what is rare in a
 * day is found within milliseconds. Of the day that goes on it would cost several times of all else, and so that day is
 * read. Built while others read and write. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgtrgm.html">PostgreSQL, pg_trgm</a>
 */
public final class MessageIndex {

    private static final Logger log = LoggerFactory.getLogger(MessageIndex.class);

    /** Hardly anything comes later. */
    private static final Duration LATE = Duration.ofHours(1);

    /** @param isBroken half of it was built, when something ended that */
    private record Missing(String partition, boolean isBroken) {}

    private boolean told;

    /**
     * Builds those that are missing, the newest first.
     *
     * @param connection with autocommit, since each is built in several transactions
     */
    public void build(Connection connection, Instant now) throws SQLException {
        List<Missing> missing = missing(LocalDate.ofInstant(now.minus(LATE), ZoneOffset.UTC))
                .list(connection, row -> new Missing(row.getString("partition"), row.getBoolean("broken")));
        if (missing.isEmpty()) {
            return;
        }
        Optional<String> operators = operators(connection);
        if (operators.isPresent()) {
            for (Missing index : missing) {
                build(connection, index, operators.get());
            }
        }
    }

    private static Sql missing(LocalDate today) {
        return Sql.of("""
                select child.relname as partition, indexrelid is not null as broken
                from pg_inherits
                join pg_class child on child.oid = inhrelid
                left join pg_index on indexrelid = to_regclass(child.relname || '_message')
                where inhparent = 'log_event'::regclass and child.relname ~ '_\\d{8}$'
                      and right(child.relname, 8) < ? and pg_relation_size(child.oid) > 0
                      and indisvalid is not true
                order by child.relname desc""", today.format(DateTimeFormatter.BASIC_ISO_DATE));
    }

    private static void build(Connection connection, Missing index, String operators) throws SQLException {
        Instant begin = Instant.now();
        String partition = index.partition;
        try (Statement statement = connection.createStatement()) {
            if (index.isBroken) {
                statement.execute("drop index concurrently %s_message".formatted(partition));
            }
            statement.execute("create index concurrently %1$s_message on %1$s using gin (lower(message) %2$s)"
                    .formatted(partition, operators));
            statement.execute("analyze " + partition); // how often which messages are there
        }
        log.info("messages indexed: partition={} time={}", partition, Duration.between(begin, Instant.now()));
    }

    /** The operators of the extension, which is made where it is missing and the user may do so. */
    private Optional<String> operators(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists pg_trgm");
        } catch (SQLException refused) {
            if (!told) {
                log.warn(
                        "messages are not indexed, so that what is rare takes long to find: make the extension as an"
                                + " administrator (create extension pg_trgm), or turn the index off: {}",
                        refused.getMessage());
            }
            told = true;
        }
        return Sql.of("""
                        select quote_ident(nspname) || '.gin_trgm_ops' as operators
                        from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
                        where extname = 'pg_trgm'""").first(connection, row -> row.getString("operators"));
    }
}
