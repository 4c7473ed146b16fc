package io.logaggregator.agent;

import io.logaggregator.agent.scrape.Scraping;
import io.logaggregator.agent.statsd.StatsdConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Configuration of an agent. {@link #DEFAULTS} sends metrics every five seconds and follows no files.
 *
 * @param host name of this host; empty: the host name of the operating system
 * @param interval between two reports, at least a second; the first report follows after a second
 * @param metricsTopic topic of the reports, in the agent wire format
 * @param logsTopic topic of the lines of files, in the log wire format
 * @param files files to follow
 * @param scraping programs to scrape; their metrics are sent to the topic of the reports
 * @param statsd ports for StatsD; its metrics are sent to the topic of the reports, its events to that of the lines
 * @param reports limit of buffered reports while the queue is unavailable; then the oldest are dropped
 * @param lines limit of buffered lines while the queue is unavailable; then reading of files is suspended
 * @param closeTimeout time for sending buffered messages on close
 */
public record AgentConfig(
        Optional<String> host,
        Duration interval,
        String metricsTopic,
        String logsTopic,
        Optional<FileTailing> files,
        Optional<Scraping> scraping,
        Optional<StatsdConfig> statsd,
        OutboxLimit reports,
        OutboxLimit lines,
        Duration closeTimeout) {

    public static final AgentConfig DEFAULTS = new AgentConfig(
            Optional.empty(),
            Duration.ofSeconds(5),
            "system-metrics",
            "logs",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            // half an hour of reports of a host with 500 processes, which has 50 kB per report
            new OutboxLimit(10_000, 16 << 20),
            new OutboxLimit(10_000, 16 << 20),
            Duration.ofSeconds(3));

    public AgentConfig {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: at least 1s)");
        }
        if (host.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException(
                    "host: blank (expected: a name, or none for the name of the operating system)");
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

    public AgentConfig withHost(String name) {
        return new AgentConfig(
                Optional.of(name),
                interval,
                metricsTopic,
                logsTopic,
                files,
                scraping,
                statsd,
                reports,
                lines,
                closeTimeout);
    }

    public AgentConfig withInterval(Duration other) {
        return new AgentConfig(
                host, other, metricsTopic, logsTopic, files, scraping, statsd, reports, lines, closeTimeout);
    }

    public AgentConfig withTopics(String metrics, String logs) {
        return new AgentConfig(host, interval, metrics, logs, files, scraping, statsd, reports, lines, closeTimeout);
    }

    public AgentConfig withFiles(FileTailing tailing) {
        return new AgentConfig(
                host,
                interval,
                metricsTopic,
                logsTopic,
                Optional.of(tailing),
                scraping,
                statsd,
                reports,
                lines,
                closeTimeout);
    }

    public AgentConfig withScraping(Scraping targets) {
        return new AgentConfig(
                host,
                interval,
                metricsTopic,
                logsTopic,
                files,
                Optional.of(targets),
                statsd,
                reports,
                lines,
                closeTimeout);
    }

    public AgentConfig withStatsd(StatsdConfig ports) {
        return new AgentConfig(
                host,
                interval,
                metricsTopic,
                logsTopic,
                files,
                scraping,
                Optional.of(ports),
                reports,
                lines,
                closeTimeout);
    }

    public AgentConfig withOutbox(OutboxLimit ofReports, OutboxLimit ofLines) {
        return new AgentConfig(
                host, interval, metricsTopic, logsTopic, files, scraping, statsd, ofReports, ofLines, closeTimeout);
    }
}
