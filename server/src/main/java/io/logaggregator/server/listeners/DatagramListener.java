package io.logaggregator.server.listeners;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.DatagramSession;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.server.listeners.DatagramBuffer.Datagram;
import io.logaggregator.server.listeners.ListenerIntake.StoppedException;
import io.logaggregator.server.listeners.ListenerMetrics.Loss;
import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.wire.json.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of UDP. One thread receives into a bounded buffer, another appends to the queue. Datagrams that do not fit are lost,
 * and counted. Thread-safe.
 */
final class DatagramListener implements Listener {

    private static final Logger log = LoggerFactory.getLogger(DatagramListener.class);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int BATCH_BYTES = 1 << 20;

    /** Requested from the kernel, which may grant less. */
    private static final int KERNEL_BUFFER = 4 << 20;

    /** Maximum wait of the receiving thread, which then checks whether it stops. */
    private static final int RECEIVE_MILLIS = 200;

    private final String name;
    private final ListenerKey key;
    private final ListenerIntake intake;
    private final DatagramSession session;
    private final DatagramBuffer buffer;
    private final ListenerMetrics metrics;
    private final DatagramSocket socket;
    private final Thread receiver;
    private final Thread appender;
    private volatile boolean stopping;

    /** @throws IOException if the port cannot be opened */
    DatagramListener(
            String name,
            SocketProtocol protocol,
            SessionOptions options,
            ListenerKey key,
            ListenerIntake intake,
            Reservation memory,
            ListenerMetrics metrics,
            InetSocketAddress address)
            throws IOException {
        this.name = name;
        this.key = key;
        this.intake = intake;
        this.session = protocol.openDatagrams(options);
        this.buffer = new DatagramBuffer(memory);
        this.metrics = metrics;
        this.socket = new DatagramSocket(address);
        socket.setReceiveBufferSize(KERNEL_BUFFER);
        socket.setSoTimeout(RECEIVE_MILLIS);
        metrics.lost(Loss.PROTOCOL, session, DatagramSession::dropped);
        metrics.lost(Loss.KERNEL, new KernelDrops(socket.getLocalPort()), KernelDrops::count);
        receiver = Thread.ofPlatform().daemon().name("listener-" + name).start(this::receive);
        appender = Thread.ofVirtual().name("listener-" + name + "-append").start(this::append);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public ListenerKey key() {
        return key;
    }

    /** Receives until the stop, and then what has arrived. */
    private void receive() {
        byte[] bytes = new byte[MAX_DATAGRAM];
        while (true) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] content = Arrays.copyOf(bytes, packet.getLength());
                InetSocketAddress sender = (InetSocketAddress) packet.getSocketAddress();
                if (!buffer.add(new Datagram(sender, Bytes.of(content)))) {
                    metrics.lost(Loss.BUFFER, 1);
                }
            } catch (SocketTimeoutException e) {
                if (stopping) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                if (socket.isClosed()) {
                    return;
                }
                log.debug("datagram not received: listener={}", name, e);
            }
        }
    }

    private void append() {
        try {
            List<Datagram> next = buffer.next(BATCH_BYTES);
            while (!next.isEmpty()) {
                append(next);
                buffer.release(next);
                next = buffer.next(BATCH_BYTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoppedException e) {
            log.warn("received datagrams not stored: listener={} reason=stopped while the queue was unavailable", name);
        }
    }

    private void append(List<Datagram> datagrams) {
        try {
            if (intake.append("", () -> cut(datagrams)).isEmpty()) {
                metrics.lost(Loss.KEY, datagrams.size());
            }
        } catch (StoppedException e) {
            metrics.lost(Loss.BUFFER, datagrams.size());
            throw e;
        } catch (RuntimeException e) {
            metrics.lost(Loss.BUFFER, datagrams.size());
            log.error("datagrams not stored: listener={} count={}", name, datagrams.size(), e);
        }
    }

    private Cut cut(List<Datagram> datagrams) {
        List<Element> elements = new ArrayList<>();
        for (Datagram datagram : datagrams) {
            String host = Listener.hostOf(datagram.sender().getAddress());
            for (Element element : session.receive(datagram.sender(), datagram.content())) {
                elements.add(element.from(host));
            }
        }
        return Cut.of(0, elements);
    }

    @Override
    public void check() {
        // nothing waits for clients
    }

    @Override
    public void stop(Instant deadline) throws InterruptedException {
        stopping = true;
        receiver.join(remaining(deadline));
        socket.close();
        buffer.close();
        boolean appended = appender.join(remaining(deadline));
        intake.stop();
        if (!appended) {
            metrics.lost(Loss.BUFFER, buffer.size());
        }
    }

    private static Duration remaining(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }
}
