package io.logaggregator.store.postgres.maintenance;

import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.store.postgres.maintenance.DayPartitions.PartitionSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest days until the size is below the limit, each partition in its own transaction. Concurrent instances
 * start with the same day, so they drop no more than one would. Not thread-safe.
 */
final class SizeRetention {

    private static final Logger log = LoggerFactory.getLogger(SizeRetention.class);

    private final LocalDate today;
    private final long limit;
    private int dropped;

    /** @param limit maximum size of all partitions in bytes */
    SizeRetention(LocalDate today, long limit) {
        this.today = today;
        this.limit = limit;
    }

    SizeRetentionResult run(Connection connection) throws SQLException {
        boolean unlocked = true;
        while (true) {
            List<PartitionSize> sizes = DayPartitions.sizes(connection);
            connection.commit();
            long bytes = sizes.stream().mapToLong(PartitionSize::bytes).sum();
            Optional<LocalDate> oldest = sizes.stream()
                    .filter(this::isClosed)
                    .flatMap(size -> size.day().stream())
                    .findFirst();
            if (bytes <= limit || oldest.isEmpty() || !unlocked) {
                return new SizeRetentionResult(dropped, bytes, bytes <= limit);
            }
            unlocked = dropAll(
                    connection,
                    sizes.stream()
                            .filter(this::isClosed)
                            .filter(size -> size.day().equals(oldest))
                            .toList(),
                    bytes);
        }
    }

    /** An empty partition frees nothing, and would be created again for late rows. */
    private boolean isClosed(PartitionSize size) {
        return !size.empty() && size.day().filter(today::isAfter).isPresent();
    }

    private boolean dropAll(Connection connection, List<PartitionSize> ofOneDay, long bytes) throws SQLException {
        for (PartitionSize size : ofOneDay) {
            LocalDate day = size.day().orElseThrow();
            String name = size.of().partition(day);
            boolean done = PostgresMaintenance.withMaintenanceLock(
                    connection, "drop " + name + " (maximum size exceeded)", () -> {
                        if (size.of().days(connection).contains(day)) {
                            size.of().drop(connection, day);
                            dropped++;
                            log.info(
                                    "partition dropped, maximum size exceeded: partition={} bytes={} totalBytes={} limit={}",
                                    name,
                                    size.bytes(),
                                    bytes,
                                    limit);
                        }
                    });
            if (!done) {
                return false;
            }
        }
        return true;
    }
}
