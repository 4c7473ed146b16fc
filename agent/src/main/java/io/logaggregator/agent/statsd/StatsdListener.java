package io.logaggregator.agent.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.statsd.StatsdItem.Event;
import io.logaggregator.agent.statsd.StatsdItem.Measurement;
import io.logaggregator.agent.statsd.StatsdItem.ServiceCheck;
import io.logaggregator.agent.statsd.StatsdItem.Type;
import io.logaggregator.agent.statsd.StatsdItem.Value;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.log.LogMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives StatsD and DogStatsD over UDP, and optionally TCP. Metrics are aggregated and sent once per interval; events and
 * service checks that are not good are sent at once as log events. Lines and datagrams that are lost are counted in metrics
 * of their own.
 */
public final class StatsdListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StatsdListener.class);

    static final int MAX_CONNECTIONS = 100;
    static final int MAX_LINE_BYTES = 8 << 10;

    /** The largest datagram of UDP. */
    private static final int MAX_DATAGRAM_BYTES = 65_535;

    /** The system may grant less. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final int IDLE_TIMEOUT_MILLIS = 600_000;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_EXCERPT_LENGTH = 100;

    private final StatsdConfig config;
    private final String host;
    private final Output output;
    private final InstantSource clock;
    private final StatsdAggregator aggregator;
    private final DatagramSocket datagrams;
    private final Optional<ServerSocket> server;
    private final UdpDrops udpDrops;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile String lastInvalid = "";
    private long invalidNotLogged;
    private long droppedNotLogged;
    private long nextLogNanos = System.nanoTime();

    /** Receives metrics and log events. Is called by several threads. */
    public interface Output {

        void metrics(List<MetricSample> samples);

        /** Adds a log event if there is space. */
        boolean offer(LogMessage event);
    }

    /**
     * Opens the ports.
     *
     * @param host name of this host
     * @throws UncheckedIOException if a port is not available
     */
    public StatsdListener(StatsdConfig config, String host, Output output, InstantSource clock) {
        this.config = config;
        this.host = host;
        this.output = output;
        this.clock = clock;
        aggregator = new StatsdAggregator(host);
        try {
            datagrams = new DatagramSocket(config.address());
            datagrams.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            server = config.tcp() ? Optional.of(listen(datagrams.getLocalPort())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("statsd: " + config.address() + " is not available: " + e.getMessage(), e);
        }
        udpDrops = new UdpDrops(datagrams.getLocalPort());
    }

    private ServerSocket listen(int port) throws IOException {
        try {
            return new ServerSocket(port, MAX_CONNECTIONS, config.address().getAddress());
        } catch (IOException e) {
            datagrams.close();
            throw e;
        }
    }

    public void start() {
        start("agent-statsd-udp", this::receiveDatagrams);
        server.ifPresent(socket -> start("agent-statsd-tcp", () -> accept(socket)));
        start("agent-statsd-flush", this::flushPeriodically);
    }

    private void start(String name, Runnable loop) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(loop));
    }

    /** The port of UDP, and of TCP. */
    int port() {
        return datagrams.getLocalPort();
    }

    /** Whether so many lines were received since the last flush. */
    boolean hasReceived(int lines) {
        return received.sum() >= lines;
    }

    /** Closes the ports, and sends what was received. */
    @Override
    public void close() {
        closing.countDown();
        datagrams.close();
        try {
            if (server.isPresent()) {
                server.get().close();
            }
            for (Socket connection : connections) {
                connection.close();
            }
            for (Thread thread : threads) {
                thread.join(END_TIMEOUT);
            }
        } catch (IOException e) {
            log.warn("connection not closed: reason=\"{}\"", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
    }

    private void receiveDatagrams() {
        var packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
        while (closing.getCount() > 0) {
            try {
                packet.setLength(MAX_DATAGRAM_BYTES);
                datagrams.receive(packet);
                new String(packet.getData(), packet.getOffset(), packet.getLength(), UTF_8)
                        .lines()
                        .forEach(this::line);
            } catch (IOException e) {
                if (!continueAfter("datagram not received", e)) {
                    return;
                }
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (closing.getCount() > 0) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                if (connections.size() > MAX_CONNECTIONS) {
                    close(connection);
                } else {
                    Thread.ofVirtual().name("agent-statsd-connection").start(() -> read(connection));
                }
            } catch (IOException e) {
                if (!continueAfter("connection not accepted", e)) {
                    return;
                }
            }
        }
    }

    /** Logs an error and waits; false if the listener is closing. */
    private boolean continueAfter(String problem, IOException error) {
        try {
            if (!closing.await(1, TimeUnit.SECONDS)) {
                log.warn("{}: reason=\"{}\"", problem, error.toString());
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void read(Socket connection) {
        byte[] line = new byte[MAX_LINE_BYTES];
        byte[] chunk = new byte[MAX_LINE_BYTES];
        int length = 0;
        try (connection) {
            connection.setSoTimeout(IDLE_TIMEOUT_MILLIS);
            InputStream in = connection.getInputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    if (chunk[i] == '\n') {
                        line(line, length);
                        length = 0;
                    } else {
                        if (length < MAX_LINE_BYTES) {
                            line[length] = chunk[i];
                        }
                        length++;
                    }
                }
            }
            line(line, length);
        } catch (IOException e) {
            log.debug("connection closed: reason=\"{}\"", e.toString());
        } finally {
            connections.remove(connection);
        }
    }

    private void line(byte[] bytes, int length) {
        String text = new String(bytes, 0, Math.min(length, MAX_LINE_BYTES), UTF_8);
        if (length > MAX_LINE_BYTES) {
            received.increment();
            reject(text);
        } else {
            line(text);
        }
    }

    private void line(String text) {
        String line = text.strip();
        if (line.isEmpty()) {
            return;
        }
        received.increment();
        StatsdParser.parse(line).ifPresentOrElse(this::accept, () -> reject(line));
    }

    private void reject(String line) {
        invalid.increment();
        lastInvalid = line;
    }

    private void accept(StatsdItem item) {
        boolean accepted = switch (item) {
            case Measurement measurement -> aggregator.add(measurement);
            case Event event -> offer(event.level(), event.message(), event.host(), event.at(), event.attributes());
            case ServiceCheck check -> check(check);
        };
        if (!accepted) {
            dropped.increment();
        }
    }

    private boolean check(ServiceCheck check) {
        var status = new Value("", check.status());
        boolean added = aggregator.add(
                new Measurement(Type.GAUGE, check.name(), check.tags(), List.of(status), 1, check.at(), true));
        if (check.status() == 0) {
            return added;
        }
        String message = check.name() + " is "
                + List.of("OK", "WARNING", "CRITICAL", "UNKNOWN").get(check.status())
                + (check.message().isBlank() ? "" : ": " + check.message());
        Level level = check.status() == 2 ? Level.ERROR : Level.WARN;
        return offer(level, message, check.host(), check.at(), check.tags()) && added;
    }

    private boolean offer(
            Level level,
            String message,
            Optional<String> ofHost,
            Optional<Instant> at,
            Map<String, String> attributes) {
        var metadata = new JsonObjectBuilder();
        metadata.addAll(attributes);
        return output.offer(new LogMessage(
                at.orElseGet(clock::instant),
                ofHost.orElse(host),
                Optional.of(level),
                message,
                LogTexts.EMPTY,
                List.of(),
                metadata.toObject()));
    }

    private void flushPeriodically() {
        try {
            long next = System.nanoTime() + config.flushInterval().toNanos();
            while (!closing.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                flush();
                next = Math.max(next + config.flushInterval().toNanos(), System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush() {
        Instant now = clock.instant();
        List<MetricSample> samples = new ArrayList<>(aggregator.flush(now));
        long invalidLines = invalid.sumThenReset();
        long droppedLines = dropped.sumThenReset();
        samples.add(own("agent.statsd.lines", received.sumThenReset(), now));
        samples.add(own("agent.statsd.lines.invalid", invalidLines, now));
        samples.add(own("agent.statsd.lines.dropped", droppedLines, now));
        samples.add(own("agent.statsd.datagrams.dropped", udpDrops.sinceLastCall(), now));
        output.metrics(samples);
        logLosses(invalidLines, droppedLines);
    }

    private MetricSample own(String metric, long count, Instant at) {
        return new MetricSample(host, metric, count, at, at, Kind.DELTA, new TreeMap<>());
    }

    private void logLosses(long invalidLines, long droppedLines) {
        invalidNotLogged += invalidLines;
        droppedNotLogged += droppedLines;
        if (invalidNotLogged + droppedNotLogged > 0 && System.nanoTime() - nextLogNanos >= 0) {
            String last = lastInvalid;
            log.warn(
                    "statsd lines lost: invalid={} tooManySeries={} lastInvalid=\"{}\"",
                    invalidNotLogged,
                    droppedNotLogged,
                    last.substring(0, Math.min(last.length(), MAX_EXCERPT_LENGTH))
                            .replaceAll("\\p{Cntrl}", "?"));
            invalidNotLogged = 0;
            droppedNotLogged = 0;
            nextLogNanos = System.nanoTime() + LOG_INTERVAL.toNanos();
        }
    }

    private static void close(Socket connection) throws IOException {
        connection.close();
    }
}
