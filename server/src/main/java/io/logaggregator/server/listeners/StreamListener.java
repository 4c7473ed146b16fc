package io.logaggregator.server.listeners;

import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.server.access.RateLimit;
import io.logaggregator.server.listeners.ListenerIntake.StoppedException;
import io.logaggregator.server.listeners.ListenerMetrics.Failure;
import io.logaggregator.server.listeners.ListenerMetrics.Refusal;
import io.logaggregator.server.listeners.StreamConnection.FailedException;
import io.logaggregator.server.listeners.StreamConnection.KeyRejectedException;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.server.settings.ListenerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of TCP or TLS. Each connection has a virtual thread. Thread-safe. */
final class StreamListener implements Listener {

    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);
    private static final int BACKLOG = 512;
    private static final long PAUSE_MILLIS = 50;

    private final String name;
    private final SocketProtocol protocol;
    private final SessionOptions options;
    private final ListenerSettings settings;
    private final Optional<ListenerTls> tls;
    private final ListenerKey key;
    private final ListenerIntake intake;
    private final MemoryBudget memory;
    private final ListenerMetrics metrics;
    private final InetAddress address;
    private final int port;
    private final RateLimit<Failure> loggedFailures = new RateLimit<>(1);
    private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();

    /** Open connections by remote address; guarded by this. */
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    private int open;
    private ServerSocket server;
    private volatile boolean stopping;

    /** @throws IOException if the port cannot be opened */
    StreamListener(
            String name,
            SocketProtocol protocol,
            SessionOptions options,
            ListenerSettings settings,
            Optional<ListenerTls> tls,
            ListenerKey key,
            ListenerIntake intake,
            MemoryBudget memory,
            ListenerMetrics metrics,
            InetAddress address)
            throws IOException {
        this.name = name;
        this.protocol = protocol;
        this.options = options;
        this.settings = settings;
        this.tls = tls;
        this.key = key;
        this.intake = intake;
        this.memory = memory;
        this.metrics = metrics;
        this.address = address;
        this.server = bind(settings.port());
        this.port = server.getLocalPort();
        metrics.open(this, StreamListener::open);
        accept(server);
    }

    private ServerSocket bind(int localPort) throws IOException {
        ServerSocket bound = new ServerSocket();
        try {
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(address, localPort), BACKLOG);
            return bound;
        } catch (IOException e) {
            bound.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ListenerKey key() {
        return key;
    }

    private synchronized int open() {
        return open;
    }

    private void accept(ServerSocket from) {
        Thread.ofVirtual().name("listener-" + name).start(() -> {
            while (!from.isClosed()) {
                try {
                    accepted(from.accept());
                } catch (IOException | RuntimeException e) {
                    if (!from.isClosed()) {
                        logFailure(Failure.DEFECT, "connection not accepted", e.toString());
                        sleep();
                    }
                }
            }
        });
    }

    private void accepted(Socket socket) throws IOException {
        Optional<Refusal> refusal = enter(socket.getInetAddress());
        if (refusal.isPresent()) {
            metrics.refused(refusal.get());
            socket.close();
            return;
        }
        Thread.ofVirtual().name("listener-" + name + "-connection").start(() -> {
            try (socket) {
                serve(socket);
            } catch (IOException e) {
                log.debug("connection ended: listener={} reason={}", name, e.getMessage());
            } finally {
                leave(socket.getInetAddress());
            }
        });
    }

    private synchronized Optional<Refusal> enter(InetAddress address) {
        if (open >= settings.maxConnections()) {
            return Optional.of(Refusal.LIMIT);
        }
        if (byAddress.getOrDefault(address, 0) >= settings.maxConnectionsPerAddress()) {
            return Optional.of(Refusal.ADDRESS_LIMIT);
        }
        open++;
        byAddress.merge(address, 1, Integer::sum);
        return Optional.empty();
    }

    private synchronized void leave(InetAddress address) {
        open--;
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private void serve(Socket socket) throws IOException {
        Socket secured = tls.isPresent() ? tls.get().over(socket) : socket;
        try (Reservation reserved = memory.open(name)) {
            StreamConnection connection = new StreamConnection(
                    socket,
                    secured,
                    protocol.openStream(options),
                    intake,
                    options.maxMessageBytes(),
                    reserved,
                    settings.idleTimeout());
            connections.add(connection);
            try {
                connection.run();
            } finally {
                connections.remove(connection);
            }
        } catch (KeyRejectedException e) {
            metrics.refused(Refusal.KEY);
        } catch (FailedException e) {
            metrics.failed(e.reason());
            logFailure(e.reason(), "connection closed", String.valueOf(e.getMessage()));
        } catch (StoppedException e) {
            metrics.failed(Failure.SHUTDOWN);
            logFailure(Failure.SHUTDOWN, "received data not stored", "stopped while the queue was unavailable");
        } catch (RuntimeException e) {
            metrics.failed(Failure.DEFECT);
            if (loggedFailures.add(Failure.DEFECT).isEmpty()) {
                log.error("connection failed: listener={}", name, e);
            }
        }
    }

    /** Logs each kind of failure at most once a minute: anybody can connect. The metrics count all. */
    private void logFailure(Failure kind, String message, String reason) {
        if (loggedFailures.add(kind).isEmpty()) {
            log.warn("{}: listener={} reason={}", message, name, reason);
        } else {
            log.debug("{}: listener={} reason={}", message, name, reason);
        }
    }

    /**
     * Closes the port while the key is rejected: a sender that cannot connect keeps its data. One that can connect loses data.
     */
    @Override
    public synchronized void check() {
        connections.forEach(StreamConnection::closeIfStuck);
        boolean rejected = !key.rejection().isEmpty();
        try {
            if (rejected && !server.isClosed()) {
                server.close();
                connections.forEach(StreamConnection::close);
                log.warn("port closed: listener={} port={} reason={}", name, port, key.rejection());
            } else if (!rejected && server.isClosed() && !stopping) {
                server = bind(port);
                accept(server);
                log.info("port opened: listener={} port={}", name, port);
            }
        } catch (IOException e) {
            logFailure(Failure.DEFECT, "port not opened", e.toString());
        }
    }

    @Override
    public void stop(Instant deadline) throws InterruptedException {
        close();
        while (open() > 0 && Instant.now().isBefore(deadline)) {
            connections.forEach(StreamConnection::closeIfIdle);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        intake.stop();
        connections.forEach(StreamConnection::close);
    }

    private synchronized void close() {
        stopping = true;
        try {
            server.close();
        } catch (IOException e) {
            log.debug("port not closed: listener={}", name, e);
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
