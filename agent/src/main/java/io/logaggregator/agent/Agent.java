package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.AgentMessageEncoder;
import io.logaggregator.wire.HostReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches this host from {@link #start} to {@link #close}: sends its metrics and processes to a queue, and the lines of
 * the files it is told to follow, with the host as key. Nothing here waits for the queue but the sending itself: while
 * the queue is away, reports are kept up to a limit and then the oldest are dropped, and files are not read on.
 *
 * <p>Lines arrive at least once: their position is remembered after the queue has them, so a crash in between gives some
 * of them again. Reports are not kept over a restart. Thread-safe.
 */
public final class Agent implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    /** What one look at the host, or at the files, takes at the very most. */
    private static final Duration LOOP_END = Duration.ofSeconds(2);

    private final String host;
    private final Duration closeTimeout;
    private final Collector collector;
    private final Optional<FileTailer> tailer;
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
                        files, new LineMessages(host, config.logsTopic(), files.application()), outbox, clock));
        sender = new Sender(outbox, queue, new Backoff(FIRST_RETRY, LONGEST_RETRY, new SplittableRandom()));
        collecting = thread("agent-collector", collector);
        tailing = tailer.map(files -> thread("agent-files", files));
        sending = thread("agent-sender", sender);
    }

    private static Thread thread(String name, Runnable loop) {
        return Thread.ofPlatform()
                .daemon()
                .name(name)
                .uncaughtExceptionHandler((thread, e) -> log.error("event=thread-died name={}", thread.getName(), e))
                .unstarted(loop);
    }

    /**
     * Starts watching. The queue stays the caller's, to be closed after the agent.
     *
     * @throws java.io.UncheckedIOException when the state directory for file positions cannot be used
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
        log.info(
                "event=agent-started host={} interval={} files={}",
                host,
                config.interval(),
                config.files().map(FileTailing::globs).orElseGet(List::of));
        return agent;
    }

    /** What this host is called in everything that is sent. */
    public String host() {
        return host;
    }

    /** What has been done so far. */
    public AgentCounts counts() {
        return sender.counts();
    }

    /**
     * Ends collecting at once, and sending when nothing waits any more, or when the time for closing is over. Lines that
     * could not be sent are read again after the next start.
     */
    @Override
    public void close() {
        collector.finish();
        tailer.ifPresent(FileTailer::finish);
        end(collecting, LOOP_END);
        tailing.ifPresent(thread -> end(thread, LOOP_END));
        sender.finish();
        end(sending, closeTimeout);
        tailer.ifPresent(FileTailer::close);
        log.info("event=agent-stopped host={} {}", host, counts());
    }

    private static void end(Thread thread, Duration timeout) {
        try {
            if (!thread.join(timeout)) {
                thread.interrupt();
                thread.join(LOOP_END);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
