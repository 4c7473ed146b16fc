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
 * Drops the oldest days until all is small enough, each partition in a transaction of its own. Several instances that do
 * the same begin with the same day, and so drop no more than one would. Of one thread.
 */
final class SizeRetention {

    private static final Logger log = LoggerFactory.getLogger(SizeRetention.class);

    private final LocalDate today;
    private final long limit;
    private int dropped;

    /** @param limit what all partitions may take, in bytes */
    SizeRetention(LocalDate today, long limit) {
        this.today = today;
        this.limit = limit;
    }

    SizeRetentionResult run(Connection connection) throws SQLException {
        boolean unhindered = true;
        while (true) {
            List<PartitionSize> sizes = DayPartitions.sizes(connection);
            connection.commit();
            long bytes = sizes.stream().mapToLong(PartitionSize::bytes).sum();
            Optional<LocalDate> oldest = sizes.stream()
                    .filter(this::isClosed)
                    .flatMap(size -> size.day().stream())
                    .findFirst();
            if (bytes <= limit || oldest.isEmpty() || !unhindered) {
                return new SizeRetentionResult(dropped, bytes, bytes <= limit);
            }
            unhindered = dropAll(
                    connection,
                    sizes.stream()
                            .filter(this::isClosed)
                            .filter(size -> size.day().equals(oldest))
                            .toList(),
                    bytes);
        }
    }

    /** One that is empty is worth nothing, and would be made again for what comes late. */
    private boolean isClosed(PartitionSize size) {
        return !size.empty() && size.day().filter(today::isAfter).isPresent();
    }

    private boolean dropAll(Connection connection, List<PartitionSize> ofOneDay, long bytes) throws SQLException {
        for (PartitionSize size : ofOneDay) {
            LocalDate day = size.day().orElseThrow();
            String name = size.of().partition(day);
            boolean done = PostgresMaintenance.alone(connection, "drop " + name + " to save room", () -> {
                if (size.of().days(connection).contains(day)) {
                    size.of().drop(connection, day);
                    dropped++;
                    log.info(
                            "partition dropped, since all take more room than they may: partition={} bytes={} all={}"
                                    + " limit={}",
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
