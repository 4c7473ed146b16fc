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
 * The trigram index on the messages of each closed day, with which rare messages are found within milliseconds. On the
 * current day it would cost several times as much as ingest, so that day is scanned. Builds it concurrently with reads and
 * writes. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgtrgm.html">PostgreSQL, pg_trgm</a>
 */
public final class MessageIndex {

    private static final Logger log = LoggerFactory.getLogger(MessageIndex.class);

    /** Few events arrive later. */
    private static final Duration LATE = Duration.ofHours(1);

    /** @param isInvalid whether an earlier build was interrupted */
    private record Missing(String partition, boolean isInvalid) {}

    private boolean warned;

    /**
     * Builds missing indexes, the newest first.
     *
     * @param connection with autocommit, since a concurrent build takes several transactions
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
            if (index.isInvalid) {
                statement.execute("drop index concurrently %s_message".formatted(partition));
            }
            statement.execute("create index concurrently %1$s_message on %1$s using gin (lower(message) %2$s)"
                    .formatted(partition, operators));
            statement.execute("analyze " + partition); // statistics of the indexed expression
        }
        log.info("message index built: partition={} duration={}", partition, Duration.between(begin, Instant.now()));
    }

    /** The operator class of the extension, which is created if it is missing and the user has the privilege. */
    private Optional<String> operators(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists pg_trgm");
        } catch (SQLException refused) {
            if (!warned) {
                log.warn(
                        "no message index, searches for rare messages are slow: reason={} remedy=create extension pg_trgm as"
                                + " an administrator, or disable the index",
                        refused.getMessage());
            }
            warned = true;
        }
        return Sql.of("""
                        select quote_ident(nspname) || '.gin_trgm_ops' as operators
                        from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
                        where extname = 'pg_trgm'""").first(connection, row -> row.getString("operators"));
    }
}
