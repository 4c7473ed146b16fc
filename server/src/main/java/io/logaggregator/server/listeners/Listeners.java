package io.logaggregator.server.listeners;

import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.gateways.GatewaySplitters;
import io.logaggregator.server.lifecycle.BackgroundLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.ListenerSettings.Transport;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Opens the ports of the settings, and closes them before the queue. */
public final class Listeners extends BackgroundLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final Map<String, ListenerSettings> settings;
    private final String defaultAddress;
    private final Parts parts;
    private List<Listener> open = List.of();
    private @Nullable PeriodicTask checks;

    /** What listeners use together. */
    record Parts(
            MessageQueue queue,
            FairPool decoding,
            GatewaySplitters splitters,
            MemoryBudget memory,
            KeyRing keys,
            SslBundles bundles,
            MeterRegistry registry,
            InstantSource clock) {}

    /** @param defaultAddress of listeners without an address */
    Listeners(Map<String, ListenerSettings> settings, String defaultAddress, Parts parts) {
        super("listeners");
        this.settings = Map.copyOf(settings);
        this.defaultAddress = defaultAddress;
        this.parts = parts;
    }

    /** @throws InvalidSettingException if a port cannot be opened */
    @Override
    protected void begin() {
        List<Listener> opened = new ArrayList<>();
        open = opened;
        try {
            settings.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                    .forEach(named -> opened.add(open(named.getKey(), named.getValue())));
        } catch (InvalidSettingException e) {
            stop(Instant.now());
            throw e;
        }
        if (!opened.isEmpty()) {
            checks = PeriodicTask.start("listeners", CHECK_INTERVAL, this::check);
        }
    }

    private Listener open(String name, ListenerSettings listener) {
        SocketProtocol protocol = Gateways.socketProtocol(listener.protocol()).orElseThrow();
        ListenerKey key = new ListenerKey(name, SecretHash.of(listener.secret().value()), parts.keys);
        ListenerMetrics metrics = new ListenerMetrics(name, parts.registry);
        metrics.key(key);
        ListenerIntake intake = new ListenerIntake(name, protocol, key, parts.queue, parts.decoding, parts.splitters);
        InetSocketAddress address = address(listener);
        try {
            Listener opened = listener.transport() == Transport.UDP
                    ? new DatagramListener(
                            name,
                            protocol,
                            listener.options(protocol, parts.clock),
                            key,
                            intake,
                            parts.memory.open(name),
                            metrics,
                            address)
                    : new StreamListener(
                            name,
                            protocol,
                            listener.options(protocol, parts.clock),
                            listener,
                            tls(name, listener),
                            key,
                            intake,
                            parts.memory,
                            metrics,
                            address.getAddress());
            log.info(
                    "listener started: listener={} protocol={} transport={} address={} port={}",
                    name,
                    protocol.name(),
                    listener.transport(),
                    address.getAddress().getHostAddress(),
                    opened.port());
            return opened;
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "aggregator.listeners." + name + ".port: " + listener.port() + " (expected: a free port of "
                            + address.getAddress().getHostAddress() + ", which the server may open: " + e.getMessage()
                            + ")",
                    e);
        }
    }

    private InetSocketAddress address(ListenerSettings listener) {
        String literal = listener.address().isBlank() ? defaultAddress : listener.address();
        return new InetSocketAddress(literal, listener.port());
    }

    private Optional<ListenerTls> tls(String name, ListenerSettings listener) {
        if (listener.transport() != Transport.TLS) {
            return Optional.empty();
        }
        String bundle = listener.ssl().bundle();
        try {
            ListenerTls tls = new ListenerTls(
                    parts.bundles.getBundle(bundle), listener.ssl().clientAuth());
            parts.bundles.addBundleUpdateHandler(bundle, tls::replace);
            return Optional.of(tls);
        } catch (NoSuchSslBundleException e) {
            throw new InvalidSettingException(
                    "aggregator.listeners." + name + ".ssl.bundle: " + bundle + " (expected: one of "
                            + String.join(", ", parts.bundles.getBundleNames()) + ", the SSL bundles)",
                    e);
        }
    }

    private synchronized List<Listener> opened() {
        return List.copyOf(open);
    }

    /** Checks keys and connections, as is done again and again. */
    void check() {
        for (Listener listener : opened()) {
            listener.key().check();
            listener.check();
        }
    }

    /** The local port of a listener. */
    public int port(String name) {
        return opened().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow()
                .port();
    }

    /** Why listeners accept no data, by name. */
    Map<String, String> rejections() {
        Map<String, String> rejections = new LinkedHashMap<>();
        for (Listener listener : opened()) {
            String reason = listener.key().rejection();
            if (!reason.isEmpty()) {
                rejections.put(listener.name(), reason);
            }
        }
        return rejections;
    }

    /** The names of all listeners. */
    List<String> names() {
        return opened().stream().map(Listener::name).toList();
    }

    @Override
    protected void end() {
        stop(Instant.now().plus(STOP_TIMEOUT));
    }

    private void stop(Instant deadline) {
        if (checks != null) {
            checks.close();
        }
        List<Thread> stopping = open.stream()
                .map(listener -> Thread.ofVirtual().name("listener-stop").start(() -> stop(listener, deadline)))
                .toList();
        try {
            for (Thread thread : stopping) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Listener listener, Instant deadline) {
        try {
            listener.stop(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
