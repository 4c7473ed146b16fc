package io.logaggregator.agent;

import java.time.Duration;
import java.util.Optional;

/**
 * How an agent works. {@link #DEFAULTS} sends metrics every five seconds and follows no files.
 *
 * @param host what to call this host; empty asks the operating system
 * @param interval between two reports, a second or more; the first report comes after a second
 * @param metricsTopic where reports go, in the agent's wire format
 * @param logsTopic where lines of files go, in the log wire format
 * @param files which files to follow
 * @param reports how many reports wait for a queue that is away; then the oldest are dropped
 * @param lines how many lines wait for a queue that is away; then the files are not read on
 * @param closeTimeout how long closing tries to send what still waits
 */
public record AgentConfig(
        Optional<String> host,
        Duration interval,
        String metricsTopic,
        String logsTopic,
        Optional<FileTailing> files,
        OutboxLimit reports,
        OutboxLimit lines,
        Duration closeTimeout) {

    /** What an agent does when told nothing else. */
    public static final AgentConfig DEFAULTS = new AgentConfig(
            Optional.empty(),
            Duration.ofSeconds(5),
            "system-metrics",
            "logs",
            Optional.empty(),
            // an hour of reports; those of a host with 500 processes are 50 kB each
            new OutboxLimit(720, 16 << 20),
            new OutboxLimit(10_000, 16 << 20),
            Duration.ofSeconds(3));

    public AgentConfig {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: 1s or more)");
        }
        if (host.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("host: blank (expected: a name, or nothing to ask the system)");
        }
        requireName("metricsTopic", metricsTopic);
        requireName("logsTopic", logsTopic);
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException("closeTimeout: " + closeTimeout + " (expected: 0 or more)");
        }
    }

    private static void requireName(String parameter, String topic) {
        if (topic.isBlank()) {
            throw new IllegalArgumentException(parameter + ": blank (expected: the name of a topic)");
        }
    }

    /** The same with another name for this host. */
    public AgentConfig withHost(String name) {
        return new AgentConfig(
                Optional.of(name), interval, metricsTopic, logsTopic, files, reports, lines, closeTimeout);
    }

    /** The same with another interval. */
    public AgentConfig withInterval(Duration other) {
        return new AgentConfig(host, other, metricsTopic, logsTopic, files, reports, lines, closeTimeout);
    }

    /** The same with other topics. */
    public AgentConfig withTopics(String metrics, String logs) {
        return new AgentConfig(host, interval, metrics, logs, files, reports, lines, closeTimeout);
    }

    /** The same, following files. */
    public AgentConfig withFiles(FileTailing tailing) {
        return new AgentConfig(
                host, interval, metricsTopic, logsTopic, Optional.of(tailing), reports, lines, closeTimeout);
    }

    /** The same with other limits of what waits. */
    public AgentConfig withOutbox(OutboxLimit ofReports, OutboxLimit ofLines) {
        return new AgentConfig(host, interval, metricsTopic, logsTopic, files, ofReports, ofLines, closeTimeout);
    }
}
