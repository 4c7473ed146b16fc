package io.logaggregator.faults.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy in front of an echo server. */
class NetworkProxyIT {

    private static final int READ_TIMEOUT_MILLIS = 300;

    private final NetworkProxy proxy = new NetworkProxy("proxy");
    private final ServerSocket server;

    NetworkProxyIT() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void start() {
        proxy.forwardTo(server.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void serve(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // expected: connections are reset
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void open_forwardsBytes() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, 100_000)).isEqualTo(100_000);
        }
    }

    @Test
    void stalled_delaysBytesUntilOpen() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, 1)).isEqualTo(1);
            proxy.set(NetworkProxy.State.STALLED);
            client.setSoTimeout(READ_TIMEOUT_MILLIS);

            assertThatThrownBy(() -> echo(client, 1)).isInstanceOf(SocketTimeoutException.class);

            proxy.set(NetworkProxy.State.OPEN);
            client.setSoTimeout(60_000);
            assertThat(client.getInputStream().readNBytes(1)).hasSize(1);
        }
    }

    @Test
    void reset_closesExistingAndNewConnections() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, 1)).isEqualTo(1);
            proxy.set(NetworkProxy.State.RESET);

            assertThatThrownBy(() -> echo(client, 1)).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echo(client, 1);
                        echo(client, 1);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void trickling_limitsThroughput() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, 1)).isEqualTo(1);
            proxy.set(NetworkProxy.State.TRICKLING);

            long begin = System.nanoTime();
            client.getOutputStream().write(new byte[3_200]);
            assertThat(client.getInputStream().readNBytes(640)).hasSize(640);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(200));

            proxy.set(NetworkProxy.State.OPEN);
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> client.getInputStream().available() == 2_560);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(60_000);
        return client;
    }

    /** Sends bytes. Returns how many come back. */
    private static int echo(Socket client, int bytes) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(new byte[bytes]);
            } catch (IOException e) {
                // reading fails then
            }
        });
        int read = client.getInputStream().readNBytes(bytes).length;
        if (read < bytes) {
            throw new SocketException("ended");
        }
        return read;
    }
}
