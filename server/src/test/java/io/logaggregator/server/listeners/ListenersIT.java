package io.logaggregator.server.listeners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.ListenerSettings.ClientAuth;
import io.logaggregator.server.settings.ListenerSettings.Transport;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.testkit.security.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.unit.DataSize;

/** Ports on the loopback address, with a queue and keys in memory. */
class ListenersIT extends ListenerFixture {

    private final Map<String, ListenerSettings> settings = new HashMap<>();

    @TempDir
    private Path directory;

    private ApiKey key = key("*");

    @BeforeEach
    void createKey() {
        stored.create(key, SecretHash.of(SECRET), actor());
    }

    private void start() {
        start(settings);
    }

    private void start(ListenerSettings only) {
        settings.put("test", only);
        start();
    }

    @Test
    void syslogInLines_isStoredInOrder() throws IOException {
        start(syslog(Transport.TCP));

        try (Socket client = connect()) {
            send(
                    client,
                    "<11>Nov 30 10:00:00 web-1 shop[7]: first\n<14>1 2026-11-30T10:00:00Z web-1 shop 7 - - second\r\n");
            awaitMessages("first", "second");
            send(client, "<14>1 2026-11-30T10:00:00Z web-1 shop 7 - - third");
        }

        awaitMessages("first", "second", "third");
        assertThat(queue.published).allSatisfy(message -> {
            assertThat(message.key()).asString(UTF_8).isEqualTo("web-1");
            assertThat(message.format()).isEqualTo("syslog");
        });
    }

    @Test
    void countedMessages_areOneMessageOfTheQueue() throws IOException {
        start(syslog(Transport.TCP));
        String first = "<11>1 2026-11-30T10:00:00Z web-1 shop - - - trace\n  at line 1";
        String second = "<14>1 2026-11-30T10:00:01Z web-1 shop - - - next";

        try (Socket client = connect()) {
            send(client, first.length() + " " + first + second.length() + " " + second);
            awaitMessages("trace\n  at line 1", "next");
        }

        assertThat(queue.published).hasSize(1);
    }

    @Test
    void wrongLength_closesConnection_earlierMessagesAreStored() throws IOException {
        start(syslog(Transport.TCP));
        String first = "<11>1 - web-1 shop - - - first";

        try (Socket client = connect()) {
            send(client, first.length() + " " + first + "not a length");
            assertThat(client.getInputStream().read()).isNegative();
        }

        awaitMessages("first");
        assertThat(failures("framing")).isEqualTo(1);
    }

    @Test
    void messageWithoutHost_hasAddressOfSender() throws IOException {
        start(syslog(Transport.TCP));

        try (Socket client = connect()) {
            send(client, "<11>shop: no host\n");
            awaitMessages("no host");
        }

        assertThat(queue.published.getFirst().key()).asString(UTF_8).isEqualTo("127.0.0.1");
        assertThat(queue.events().getFirst().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void largeMessage_isRejectedMessage_othersAreStored() throws IOException {
        start(settings(Transport.TCP, 0, 10, 10, DataSize.ofKilobytes(16)));

        try (Socket client = connect()) {
            send(client, "<11>x: first\n<11>x: " + "a".repeat(2_000_000) + "\n<11>x: last\n");
            awaitMessages("first", "last");
        }

        assertThat(queue.published)
                .filteredOn(message -> "truncated".equals(message.format()))
                .hasSize(1);
        assertThat(memory.used()).isZero();
    }

    @Test
    void manyLines_fromSeveralConnections_areStoredInOrder() throws Exception {
        start(syslog(Transport.TCP));
        int lines = 5_000;

        List<Thread> clients = IntStream.range(0, 4)
                .mapToObj(client -> Thread.ofVirtual().start(() -> {
                    try (Socket socket = connect()) {
                        for (int i = 0; i < lines; i++) {
                            send(socket, "<14>1 - web-" + client + " shop - - - " + i + "\n");
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();
        for (Thread client : clients) {
            client.join();
        }

        await().atMost(LIMIT).until(() -> queue.events().size() == 4 * lines);
        for (int client = 0; client < 4; client++) {
            String host = "web-" + client;
            assertThat(queue.events().stream()
                            .filter(event -> event.host().equals(host))
                            .map(LogEvent::message))
                    .containsExactlyElementsOf(
                            IntStream.range(0, lines).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void unavailableQueue_delaysReading_nothingIsLost() throws Exception {
        start(syslog(Transport.TCP));
        queue.available = false;
        int lines = 200_000;

        Thread client = Thread.ofVirtual().start(() -> {
            try (Socket socket = connect()) {
                for (int i = 0; i < lines; i += 100) {
                    StringBuilder batch = new StringBuilder();
                    for (int j = i; j < i + 100; j++) {
                        batch.append("<14>1 - web-1 shop - - - ")
                                .append("x".repeat(60))
                                .append(j)
                                .append('\n');
                    }
                    send(socket, batch.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        await().atMost(LIMIT).until(() -> queue.refused.get() >= 2);
        assertThat(client.isAlive()).isTrue();
        assertThat(queue.published).isEmpty();
        queue.available = true;

        await().atMost(LIMIT).until(() -> queue.count() == lines);
        assertThat(memory.used()).isLessThan(16 << 20);
    }

    @Test
    void tls_acceptsTrustedClients() throws Exception {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestAuthority.Issued server = authority.issue("server", "ip:127.0.0.1");
        TestAuthority.Issued client = authority.issue("client");
        bundles.registerBundle("server", bundle(server, authority));
        start(syslog(Transport.TLS));

        SslBundle trusted = bundle(client, authority);
        try (Socket plain = connect();
                SSLSocket socket = (SSLSocket) trusted.createSslContext()
                        .getSocketFactory()
                        .createSocket(plain, "127.0.0.1", plain.getPort(), true)) {
            for (int i = 0; i < 100; i++) {
                send(socket, "<14>1 - web-1 shop - - - " + i + "\n");
            }
            await().atMost(LIMIT).until(() -> queue.events().size() == 100);
        }

        try (Socket unknown = connect()) {
            send(unknown, "<14>1 - web-1 shop - - - plain text\n");
            await().atMost(LIMIT).until(() -> failures("tls") == 1);
        }
    }

    /** A part of a record of TLS must not delay the records before it, and is read when the rest arrives. */
    @Test
    void partOfTlsRecord_isReadLater() throws Exception {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestAuthority.Issued server = authority.issue("server", "ip:127.0.0.1");
        bundles.registerBundle("server", bundle(server, authority));
        start(syslog(Transport.TLS));

        try (ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), between.getLocalPort());
                Socket near = between.accept();
                Socket far = connect();
                SSLSocket client = (SSLSocket) bundle(server, authority)
                        .createSslContext()
                        .getSocketFactory()
                        .createSocket(plain, "127.0.0.1", plain.getPort(), true)) {
            AtomicBoolean hold = new AtomicBoolean();
            ByteArrayOutputStream held = new ByteArrayOutputStream();
            Thread.ofVirtual().start(() -> copy(far, near, new AtomicBoolean(), new ByteArrayOutputStream()));
            Thread.ofVirtual().start(() -> copy(near, far, hold, held));
            send(client, "<14>1 - web-1 shop - - - first\n");
            awaitMessages("first");

            hold.set(true);
            send(client, "<14>1 - web-1 shop - - - second\n");
            int record = awaitRecord(held, 0);
            send(client, "<14>1 - web-1 shop - - - third\n");
            awaitRecord(held, record);
            byte[] records = held.toByteArray();
            far.getOutputStream().write(records, 0, record + 10);
            awaitMessages("first", "second");
            far.getOutputStream().write(records, record + 10, records.length - record - 10);

            awaitMessages("first", "second", "third");
        }
    }

    /** The end of the record that starts at a position. Its header has its length in the last two of five bytes. */
    private static int awaitRecord(ByteArrayOutputStream bytes, int start) {
        await().atMost(LIMIT).until(() -> bytes.size() >= start + 5);
        byte[] header = bytes.toByteArray();
        int end = start + 5 + ((header[start + 3] & 0xFF) << 8) + (header[start + 4] & 0xFF);
        await().atMost(LIMIT).until(() -> bytes.size() >= end);
        return end;
    }

    /** Copies bytes; those that arrive while it holds them are kept instead. */
    private static void copy(Socket from, Socket to, AtomicBoolean hold, ByteArrayOutputStream held) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (hold.get()) {
                    held.write(buffer, 0, read);
                } else {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // a side is closed
        }
    }

    private static SslBundle bundle(TestAuthority.Issued issued, TestAuthority authority) {
        PemSslBundleProperties properties = new PemSslBundleProperties();
        properties.getKeystore().setCertificate(issued.certificate().toUri().toString());
        properties.getKeystore().setPrivateKey(issued.key().toUri().toString());
        properties
                .getTruststore()
                .setCertificate(authority.certificate().toUri().toString());
        return PropertiesSslBundle.get(properties);
    }

    @Test
    void datagrams_areOneMessageEach() throws IOException {
        start(syslog(Transport.UDP));

        datagram("<11>Nov 30 10:00:00 web-1 shop[7]: first\n");
        datagram("<14>1 2026-11-30T10:00:00Z web-1 shop 7 - - second\nline");
        datagram("<14>shop: third");

        awaitMessages("first", "second\nline", "third");
        assertThat(queue.events().getLast().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void datagramsBeyondBuffer_areLostAndCounted() throws IOException {
        start(syslog(Transport.UDP));
        queue.available = false;

        await().atMost(LIMIT).until(() -> {
            for (int i = 0; i < 100; i++) {
                datagram("<14>1 - web-1 shop - - - " + "x".repeat(50_000));
            }
            return registry.find("aggregator.listener.lost")
                            .tag("reason", "buffer")
                            .counter()
                    != null;
        });
        queue.available = true;

        await().atMost(LIMIT).untilAsserted(() -> assertThat(queue.published).isNotEmpty());
        await().atMost(LIMIT).until(() -> memory.used() == 0);
    }

    @Test
    void connectionsBeyondLimit_areRefused() throws IOException {
        start(settings(Transport.TCP, 0, 2, 10, DataSize.ofBytes(0)));

        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            assertThat(third.getInputStream().read()).isNegative();
            send(first, "<14>x: first\n");
            awaitMessages("first");
            send(second, "<14>x: second\n");
            awaitMessages("first", "second");
        }

        assertThat(refusals("limit")).isEqualTo(1);
        await().atMost(LIMIT)
                .until(() -> registry.get("aggregator.listener.open").gauge().value() == 0);
        try (Socket next = connect()) {
            send(next, "<14>x: third\n");
            awaitMessages("first", "second", "third");
        }
    }

    @Test
    void connectionsOfAddressBeyondLimit_areRefused() throws IOException {
        start(settings(Transport.TCP, 0, 10, 1, DataSize.ofBytes(0)));

        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(second.getInputStream().read()).isNegative();
            send(first, "<14>x: first\n");
            awaitMessages("first");
        }

        assertThat(refusals("address_limit")).isEqualTo(1);
    }

    /** The listener itself checks its key from time to time, too. */
    @Test
    void revokedKey_closesConnectionsAndPort() throws IOException {
        start(syslog(Transport.TCP));

        try (Socket client = connect()) {
            send(client, "<14>x: first\n");
            awaitMessages("first");
            stored.revoke(key.id(), actor(), Instant.now());
            AccessPorts.refresh(keys);
            assertThatThrownBy(() -> {
                        send(client, "<14>x: second\n");
                        requireByte(client.getInputStream().read());
                    })
                    .isInstanceOf(IOException.class);
        }

        listeners().check();
        assertThat(listeners().rejections()).containsOnlyKeys("test");
        assertThat(registry.get("aggregator.listener.key.rejected").gauge().value())
                .isEqualTo(1);
        awaitPortClosed();
        assertThat(queue.events()).hasSize(1);
    }

    /** The port is closed by its accepting thread, shortly after the call. */
    private void awaitPortClosed() {
        await().atMost(LIMIT).until(() -> {
            try (Socket accepted = connect()) {
                return accepted.isClosed();
            } catch (ConnectException e) {
                return true;
            }
        });
    }

    private static void requireByte(int read) throws EOFException {
        if (read < 0) {
            throw new EOFException();
        }
    }

    @Test
    void keyThatBecomesValid_opensPortAgain() {
        settings.put("test", withKey("a-secret-that-is-created-later"));
        start();
        listeners().check();
        awaitPortClosed();

        stored.create(key("later"), SecretHash.of("a-secret-that-is-created-later"), actor());
        await().atMost(LIMIT).ignoreException(ConnectException.class).until(() -> {
            listeners().check();
            try (Socket client = connect()) {
                send(client, "<14>shop: second\n");
                return true;
            }
        });

        awaitMessages("second");
    }

    @Test
    void otherHost_isRefused_keyOfOneHost_isDefault() throws IOException {
        stored.revoke(key.id(), actor(), Instant.now());
        key = key("web-7");
        stored.create(key, SecretHash.of("another"), actor());
        settings.put("test", withKey("another"));
        start();

        try (Socket client = connect()) {
            send(client, "<14>1 - web-1 shop - - - refused\n<14>shop: stored\n");
            awaitMessages("stored");
        }

        assertThat(queue.events()).singleElement().returns("web-7", LogEvent::host);
        assertThat(registry.get("aggregator.gateway.events")
                        .tag("result", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void stop_appendsWhatWasReceived() throws IOException {
        start(syslog(Transport.TCP));

        try (Socket busy = connect();
                Socket idle = connect()) {
            send(idle, "<14>x: idle\n");
            awaitMessages("idle");
            queue.available = false;
            send(busy, "<14>x: first\n");
            await().atMost(LIMIT).until(() -> queue.refused.get() > 0);
            Thread stop = Thread.ofVirtual().start(listeners()::stop);
            assertThat(idle.getInputStream().read()).isNegative();
            queue.available = true;
            join(stop);
        }

        assertThat(queue.events()).extracting(LogEvent::message).contains("first");
        awaitPortClosed();
    }

    @Test
    void usedPort_isReported() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("test", settings(Transport.TCP, taken.getLocalPort(), 1, 1, DataSize.ofBytes(0)));

            assertThatThrownBy(this::start)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("aggregator.listeners.test.port: " + taken.getLocalPort())
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void unknownBundle_isReported() {
        bundles.registerBundle("mine", SslBundle.systemDefault());

        assertThatThrownBy(() -> start(syslog(Transport.TLS)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("aggregator.listeners.test.ssl.bundle: server (expected: one of mine, the SSL bundles)");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitMessages(String... messages) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(queue.events()).extracting(LogEvent::message).containsExactlyInAnyOrder(messages));
    }

    private double failures(String reason) {
        var counter = registry.find("aggregator.listener.failed")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double refusals(String reason) {
        var counter = registry.find("aggregator.listener.refused")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", listeners().port("test"));
        socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private void datagram(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    bytes,
                    bytes.length,
                    InetAddress.getLoopbackAddress(),
                    listeners().port("test")));
        }
    }

    private static ListenerSettings syslog(Transport transport) {
        return settings(transport, 0, 100, 100, DataSize.ofBytes(0));
    }

    private static ListenerSettings withKey(String secret) {
        return settings(Transport.TCP, 0, 100, 100, DataSize.ofBytes(0), secret);
    }

    private static ListenerSettings settings(
            Transport transport, int port, int maxConnections, int maxPerAddress, DataSize maxMessageSize) {
        return settings(transport, port, maxConnections, maxPerAddress, maxMessageSize, SECRET);
    }

    private static ListenerSettings settings(
            Transport transport,
            int port,
            int maxConnections,
            int maxPerAddress,
            DataSize maxMessageSize,
            String secret) {
        return new ListenerSettings(
                "syslog",
                transport,
                "",
                port,
                Secret.of(secret),
                OptionalFile.of(""),
                new ListenerSettings.Ssl(transport == Transport.TLS ? "server" : "", ClientAuth.NEED),
                maxConnections,
                maxPerAddress,
                Duration.ofHours(1),
                maxMessageSize,
                "",
                Secret.of(""),
                OptionalFile.of(""));
    }
}
