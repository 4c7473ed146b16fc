package io.logaggregator.agent.statsd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.wire.log.LogMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatsdListenerTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MAX_ATTEMPTS = 50;

    private final List<MetricSample> samples = new CopyOnWriteArrayList<>();
    private final List<LogMessage> events = new CopyOnWriteArrayList<>();
    private volatile boolean hasRoom = true;

    private final StatsdListener.Output output = new StatsdListener.Output() {

        @Override
        public void metrics(List<MetricSample> flushed) {
            samples.addAll(flushed);
        }

        @Override
        public boolean offer(LogMessage event) {
            return hasRoom && events.add(event);
        }
    };

    @Test
    void datagrams_areFlushedOnClose() throws IOException {
        try (StatsdListener listener = started()) {
            send(listener, "hits:1|c\nhits:2|c\r\n\nnot statsd\n");
            send(listener, "_e{6,7}:deploy|version|t:warning|#env:prod");
            await().atMost(LIMIT).until(() -> events.size() == 1);
        }

        assertThat(values())
                .containsEntry("hits", 3.0)
                .containsEntry("agent.statsd.lines", 4.0)
                .containsEntry("agent.statsd.lines.invalid", 1.0)
                .containsEntry("agent.statsd.lines.dropped", 0.0)
                .containsKey("agent.statsd.datagrams.dropped");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("deploy\nversion");
            assertThat(event.level()).hasValue(Level.WARN);
            assertThat(event.host()).isEqualTo("web-1");
            assertThat(event.metadata().text()).isEqualTo("{\"env\":\"prod\"}");
        });
    }

    @Test
    void serviceCheck_isGaugeAndEventUnlessGood() throws IOException {
        try (StatsdListener listener = started()) {
            send(listener, "_sc|db.ping|0\n_sc|mail|2|h:web-2|m:refused");
            await().atMost(LIMIT).until(() -> events.size() == 1);
        }

        assertThat(values()).containsEntry("db.ping", 0.0).containsEntry("mail", 2.0);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("mail is CRITICAL: refused");
            assertThat(event.level()).hasValue(Level.ERROR);
            assertThat(event.host()).isEqualTo("web-2");
        });
    }

    @Test
    void tcp_acceptsLinesInParts() throws IOException {
        try (StatsdListener listener = started(true);
                var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            String tooLong = "x:" + "1".repeat(StatsdListener.MAX_LINE_BYTES) + "|c";
            socket.getOutputStream().write("hits:1".getBytes(UTF_8));
            socket.getOutputStream().flush();
            socket.getOutputStream().write(("|c\n" + tooLong + "\nhits:4|c\n_e{4,0}:last|").getBytes(UTF_8));
            socket.shutdownOutput();
            await().atMost(LIMIT).until(() -> events.size() == 1);
        }

        assertThat(values()).containsEntry("hits", 5.0).containsEntry("agent.statsd.lines.invalid", 1.0);
    }

    @Test
    void tcp_closesExcessConnections() throws IOException {
        try (StatsdListener listener = started(true)) {
            List<Socket> sockets = new CopyOnWriteArrayList<>();
            try {
                for (int i = 0; i < StatsdListener.MAX_CONNECTIONS + 1; i++) {
                    sockets.add(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
                }
                assertThat(sockets.getLast().getInputStream().read()).isEqualTo(-1);
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void events_withoutSpaceAreCounted() throws IOException {
        hasRoom = false;
        try (StatsdListener listener = started()) {
            send(listener, "_e{6,0}:deploy|\nlast:1|g");
            await().atMost(LIMIT).until(() -> listener.hasReceived(2));
        }

        assertThat(values()).containsEntry("agent.statsd.lines.dropped", 1.0);
    }

    @Test
    void occupiedPort_isReported() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var config = new StatsdConfig(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()),
                    false,
                    Duration.ofSeconds(10));

            assertThatThrownBy(() -> new StatsdListener(config, "web-1", output, InstantSource.system()))
                    .hasMessageContaining("statsd: ")
                    .hasMessageContaining("is not available");
        }
    }

    @Test
    void udpDrops_areReadFromTable() {
        List<String> table = List.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                " 1198: 0100007F:1FBD 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 000000000 17",
                " 1199: 00000000:1FBE 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4712 2 000000000 4");

        assertThat(new UdpDrops(8125).drops(table)).isEqualTo(17);
    }

    private StatsdListener started() {
        return started(false);
    }

    /** A listener at a free port, which must be free for both protocols. */
    private StatsdListener started(boolean tcp) {
        var config =
                new StatsdConfig(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tcp, Duration.ofHours(1));
        for (int attempt = 1; ; attempt++) {
            try {
                var listener = new StatsdListener(config, "web-1", output, InstantSource.system());
                listener.start();
                return listener;
            } catch (UncheckedIOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void send(StatsdListener listener, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), listener.port()));
        }
    }

    private Map<String, Double> values() {
        return samples.stream().collect(Collectors.toMap(MetricSample::metric, MetricSample::value));
    }
}
