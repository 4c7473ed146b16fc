package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.agent.host.Collector;
import io.logaggregator.agent.host.HostProbe;
import io.logaggregator.agent.scrape.Scraper;
import io.logaggregator.agent.statsd.StatsdConfig;
import io.logaggregator.agent.statsd.StatsdListener;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.agent.AgentMessageEncoder;
import io.logaggregator.wire.agent.HostReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors this host from {@link #start} to {@link #close}: sends its metrics and processes, the lines of followed files, and
 * the metrics of programs that it scrapes or that send StatsD, to a queue, with the host as the key. While the queue is unavailable, reports are buffered up to a limit, then
 * the oldest are dropped; reading of files is suspended.
 *
 * <p>Lines are delivered at least once: positions are saved after the queue has acknowledged the lines, so a crash can
 * cause duplicates. Reports do not survive a restart.
 *
 * <p>An unexpected exception or error ends the thread in which it occurs, and goes to the default handler of uncaught
 * exceptions, which should end the process. Thread-safe.
 */
public final class Agent implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

    /** Maximum time of one collection, or of one scan of the files. */
    private static final Duration LOOP_TIMEOUT = Duration.ofSeconds(2);

    private final String host;
    private final Duration closeTimeout;
    private final Collector collector;
    private final Optional<FileTailer> tailer;
    private final Optional<Scraper> scraper;
    private final Optional<StatsdListener> statsd;
    private final Sender sender;
    private final Thread collecting;
    private final Optional<Thread> tailing;
    private final Thread sending;

    private Agent(
            AgentConfig config, Supplier<HostReport> probe, String host, MessageQueue queue, InstantSource clock) {
        this.host = host;
        closeTimeout = config.closeTimeout();
        byte[] key = host.getBytes(UTF_8);
        var encoder = new AgentMessageEncoder();
        var outbox = new Outbox(config.reports(), config.lines());
        collector = new Collector(
                probe,
                config.interval(),
                report -> outbox.addReport(new Item(
                        Item.Kind.REPORT,
                        new OutgoingMessage(config.metricsTopic(), key, encoder.encode(report)),
                        () -> {})));
        tailer = config.files()
                .map(files -> new FileTailer(
                        files,
                        new LineMessages(host, config.logsTopic(), files.application(), files.timeZone()),
                        outbox,
                        clock));
        var programs = new ProgramMetrics(host, config.metricsTopic(), config.logsTopic(), outbox);
        scraper = config.scraping().map(scraping -> new Scraper(scraping, host, programs::addMetrics, clock));
        statsd = config.statsd().map(ports -> new StatsdListener(ports, host, programs, clock));
        sender = new Sender(outbox, queue, new Backoff(INITIAL_BACKOFF, MAX_BACKOFF, new SplittableRandom()));
        collecting = thread("agent-collector", collector);
        tailing = tailer.map(files -> thread("agent-files", files));
        sending = thread("agent-sender", sender);
    }

    private static Thread thread(String name, Runnable loop) {
        return Thread.ofPlatform().daemon().name(name).unstarted(loop);
    }

    /**
     * Starts monitoring. The caller owns the queue, and closes it after the agent.
     *
     * @throws java.io.UncheckedIOException if the state directory for file positions, or a port for StatsD, is not usable
     */
    public static Agent start(AgentConfig config, MessageQueue queue, InstantSource clock) {
        var probe = new HostProbe(config.host(), clock);
        return start(config, probe, probe.facts().name(), queue, clock);
    }

    static Agent start(
            AgentConfig config, Supplier<HostReport> probe, String host, MessageQueue queue, InstantSource clock) {
        var agent = new Agent(config, probe, host, queue, clock);
        agent.sending.start();
        agent.collecting.start();
        agent.tailing.ifPresent(Thread::start);
        agent.scraper.ifPresent(Scraper::start);
        agent.statsd.ifPresent(StatsdListener::start);
        log.info(
                "agent started: host={} interval={} files={} scrapeTargets={} statsd={}",
                host,
                config.interval(),
                config.files().map(FileTailing::globs).orElseGet(List::of),
                config.scraping().map(scraping -> scraping.targets().size()).orElse(0),
                config.statsd().map(StatsdConfig::address).map(Object::toString).orElse("none"));
        return agent;
    }

    /** The name of this host in all messages. */
    public String host() {
        return host;
    }

    /** Counts since the start. */
    public AgentCounts counts() {
        return sender.counts();
    }

    /**
     * Stops collecting at once, and sending when the outbox is empty or the close timeout expires. Lines that were not sent
     * are read again after the next start.
     */
    @Override
    public void close() {
        collector.finish();
        tailer.ifPresent(FileTailer::finish);
        scraper.ifPresent(Scraper::close);
        statsd.ifPresent(StatsdListener::close);
        end(collecting, LOOP_TIMEOUT);
        tailing.ifPresent(thread -> end(thread, LOOP_TIMEOUT));
        sender.finish();
        end(sending, closeTimeout);
        tailer.ifPresent(FileTailer::close);
        log.info("agent stopped: host={} counts={}", host, counts());
    }

    private static void end(Thread thread, Duration timeout) {
        try {
            if (!thread.join(timeout)) {
                thread.interrupt();
                thread.join(LOOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
