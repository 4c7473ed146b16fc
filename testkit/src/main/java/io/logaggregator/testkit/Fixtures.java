package io.logaggregator.testkit;

import io.logaggregator.domain.EventId;
import io.logaggregator.domain.JsonObject;
import io.logaggregator.domain.Level;
import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.MetricSample;
import io.logaggregator.domain.Partition;
import io.logaggregator.domain.ProcessSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Observations such as a small data centre makes: the same seed gives the same ones, each later than the one before. Not
 * thread-safe.
 */
public final class Fixtures {

    /** When the first observation is made. */
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    /** The partition that events stand in. */
    public static final Partition PARTITION = new Partition("logs", "fixtures", 0);

    private static final List<String> APPLICATIONS = List.of("checkout", "catalogue", "mail");
    private static final List<String> COMPONENTS = List.of("http", "database", "scheduler");
    private static final List<String> MESSAGES = List.of(
            "request served in %d ms",
            "connection to 10.0.0.%d timed out",
            "cache holds %d entries",
            "user %d not found",
            "retrying for the %d. time: überfällig ⏳");

    private final Random random;
    private long made;

    public Fixtures(long seed) {
        this.random = new Random(seed);
    }

    /** One log event; its id follows from its number. */
    public LogEvent logEvent() {
        Instant observedAt = nextInstant();
        String text = pick(MESSAGES).formatted(random.nextInt(1000));
        return new LogEvent(
                EventId.of(PARTITION, made, 0, observedAt),
                observedAt,
                observedAt.plusMillis(random.nextInt(1000)),
                host(),
                pick(List.of(Level.values())),
                text,
                random.nextBoolean() ? "prod" : "staging",
                pick(APPLICATIONS),
                pick(COMPONENTS),
                Long.toHexString(random.nextLong()),
                List.of("team:" + pick(APPLICATIONS), "canary"),
                new JsonObject("{\"status\":" + (200 + 100 * random.nextInt(4)) + '}'));
    }

    public List<LogEvent> logEvents(int count) {
        return IntStream.range(0, count).mapToObj(_ -> logEvent()).toList();
    }

    /** A share of the whole host's processor time. */
    public MetricSample cpuUtilization() {
        return new MetricSample(host(), "system.cpu.utilization", random.nextDouble(), nextInstant(), Map.of());
    }

    /** A share of one file system's space. */
    public MetricSample filesystemUtilization() {
        Map<String, String> attributes = Map.of("system.filesystem.mountpoint", random.nextBoolean() ? "/" : "/var");
        return new MetricSample(
                host(), "system.filesystem.utilization", random.nextDouble(), nextInstant(), attributes);
    }

    /** So many processes of one host. */
    public ProcessSnapshot processSnapshot(int processes) {
        return new ProcessSnapshot(
                host(),
                nextInstant(),
                IntStream.range(0, processes)
                        .mapToObj(number -> new ProcessSnapshot.Entry(
                                1 + number,
                                pick(APPLICATIONS),
                                random.nextDouble() * 2,
                                random.nextLong(1L << 32),
                                random.nextBoolean() ? "running" : "sleeping"))
                        .toList());
    }

    private Instant nextInstant() {
        made++;
        return START.plus(Duration.ofMillis(10 * made));
    }

    private String host() {
        return "web-" + (1 + random.nextInt(5));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
