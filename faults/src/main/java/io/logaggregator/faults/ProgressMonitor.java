package io.logaggregator.faults;

import io.logaggregator.faults.system.Await;
import io.logaggregator.faults.system.Broker;
import io.logaggregator.faults.system.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Polls the stored offset of each partition of the log topic, and records stalls. */
final class ProgressMonitor implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration MIN_STALL = Duration.ofSeconds(1);

    private final String jdbcUrl;
    private final InstantSource clock;
    private final Map<Integer, Progress> progress = new HashMap<>();
    private final List<Stall> stalls = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    ProgressMonitor(String jdbcUrl, InstantSource clock) {
        this.jdbcUrl = jdbcUrl;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("progress-monitor").start(this::run);
    }

    private record Progress(long offset, Instant since) {}

    /** A time range without a stored message of a partition. */
    record Stall(Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }
    }

    private void run() {
        while (!Thread.interrupted()) {
            try (Connection connection = DriverManager.getConnection(jdbcUrl + Database.TIMEOUTS, Database.USER, "");
                    Statement statement = connection.createStatement()) {
                while (true) {
                    poll(statement);
                    Await.pause(POLL_INTERVAL);
                }
            } catch (SQLException e) {
                pauseUnlessInterrupted();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pauseUnlessInterrupted() {
        try {
            Await.pause(POLL_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select partition, next_offset from queue_position where topic = '" + Broker.LOGS + "'")) {
            while (row.next()) {
                update(row.getInt("partition"), row.getLong("next_offset"));
            }
        }
    }

    private void update(int partition, long offset) {
        Instant now = clock.instant();
        Progress before = progress.get(partition);
        if (before == null) {
            progress.put(partition, new Progress(offset, now));
        } else if (before.offset() != offset) {
            Stall stall = new Stall(before.since(), now);
            if (stall.length().compareTo(MIN_STALL) > 0) {
                stalls.add(stall);
            }
            progress.put(partition, new Progress(offset, now));
        }
    }

    /** The longest stall that overlaps a time range; stalls under a second are ignored. */
    Optional<Duration> longest(Instant from, Instant to) {
        synchronized (stalls) {
            return stalls.stream()
                    .filter(stall -> stall.from().isBefore(to) && stall.to().isAfter(from))
                    .map(Stall::length)
                    .max(Comparator.naturalOrder());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
