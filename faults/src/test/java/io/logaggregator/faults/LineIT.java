package io.logaggregator.faults;

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

/** A line to a server that says back what it hears. */
class LineIT {

    private static final int SHORT_MILLIS = 300;

    private final Line line = new Line("line");
    private final ServerSocket server;

    LineIT() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void start() {
        line.leadTo(server.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // that is what is tested
        }
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void open_itPassesWhatIsSaid() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 100_000)).isEqualTo(100_000);
        }
    }

    @Test
    void stalled_itKeepsWhatIsSaidUntilItOpens() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            line.set(Line.State.STALLED);
            client.setSoTimeout(SHORT_MILLIS);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketTimeoutException.class);

            line.set(Line.State.OPEN);
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().readNBytes(1)).hasSize(1);
        }
    }

    @Test
    void reset_itEndsConnectionsOldAndNew() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            line.set(Line.State.RESET);

            assertThatThrownBy(() -> ask(client, 1)).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        ask(client, 1);
                        ask(client, 1);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void trickling_itPassesLittleAtATime() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 1)).isEqualTo(1);
            line.set(Line.State.TRICKLING);
            client.getOutputStream().write(new byte[3_200]);

            long begin = System.nanoTime();
            assertThat(client.getInputStream().readNBytes(640)).hasSize(640);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(200));

            line.set(Line.State.OPEN);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> client.getInputStream().available() == 2_560);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), line.port());
        client.setSoTimeout(10_000);
        return client;
    }

    /** How many bytes come back. */
    private static int ask(Socket client, int bytes) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(new byte[bytes]);
            } catch (IOException e) {
                // the answer tells
            }
        });
        int read = client.getInputStream().readNBytes(bytes).length;
        if (read < bytes) {
            throw new SocketException("ended");
        }
        return read;
    }
}
