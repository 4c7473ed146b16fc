package io.logaggregator.faults;

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

/** Watches how far each partition of the log messages is stored, and for how long one stands still. */
final class Flow implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final String jdbcUrl;
    private final InstantSource clock;
    private final Map<Integer, Progress> progress = new HashMap<>();
    private final List<Standstill> standstills = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    Flow(String jdbcUrl, InstantSource clock) {
        this.jdbcUrl = jdbcUrl;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("flow").start(this::watch);
    }

    private record Progress(long offset, Instant since) {}

    /** A time during which nothing of a partition was stored. */
    record Standstill(Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }
    }

    private void watch() {
        while (!Thread.interrupted()) {
            try (Connection connection = DriverManager.getConnection(jdbcUrl + Database.TIMEOUTS, Database.USER, "");
                    Statement statement = connection.createStatement()) {
                while (true) {
                    look(statement);
                    Patience.pause(LOOK);
                }
            } catch (SQLException e) {
                pauseUnlessEnded();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pauseUnlessEnded() {
        try {
            Patience.pause(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select partition, next_offset from queue_position where topic = '" + Broker.LOGS + "'")) {
            while (row.next()) {
                see(row.getInt("partition"), row.getLong("next_offset"));
            }
        }
    }

    private void see(int partition, long offset) {
        Instant now = clock.instant();
        Progress before = progress.get(partition);
        if (before == null) {
            progress.put(partition, new Progress(offset, now));
        } else if (before.offset() != offset) {
            Standstill standstill = new Standstill(before.since(), now);
            if (standstill.length().compareTo(WORTH_TELLING) > 0) {
                standstills.add(standstill);
            }
            progress.put(partition, new Progress(offset, now));
        }
    }

    /** The longest that went on at some moment of a time; those under a second are not told. */
    Optional<Duration> longest(Instant from, Instant to) {
        synchronized (standstills) {
            return standstills.stream()
                    .filter(one -> one.from().isBefore(to) && one.to().isAfter(from))
                    .map(Standstill::length)
                    .max(Comparator.naturalOrder());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
