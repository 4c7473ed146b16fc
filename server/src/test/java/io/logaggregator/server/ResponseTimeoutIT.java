package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that reads steadily, but too slowly, is disconnected. */
class ResponseTimeoutIT {

    private static final String TIME = "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";

    /** More than the buffers of the kernel. */
    private static final int BYTES = 20 * 700_000;

    private static TestPostgres.Database database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws SQLException {
        database = TestPostgres.shared().newDatabase();
        server = RunningServer.start(
                database.jdbcUrl(),
                database.user(),
                "127.0.0.1:1",
                "--aggregator.http.response-timeout=1s",
                "--aggregator.export.min-bytes-per-second=10MB");
        server.bean(Store.class).migrate();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into log_event
                    select (lpad(to_hex(millis), 12, '0') || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
                           to_timestamp(millis / 1000.0), to_timestamp(millis / 1000.0), 'large', 9,
                           repeat('x', 700000), 'prod', 'shop', 'cart', md5(number::text), array['a'], '{}'
                    from (select number, 1795392000000 + number * 800 as millis
                          from generate_series(0::bigint, 19) as number) as line""");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs?", "/api/v1/logs/export?"})
    void slowReader_isDisconnected(String route) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout((int) Duration.ofSeconds(120).toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            String request = RawHttp.request(
                    "", "GET " + route + TIME + " HTTP/1.1", "Host: a", "X-API-Key: " + RunningServer.KEY);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(readSlowly(socket.getInputStream())).isBetween(1L, BYTES - 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs?", "/api/v1/logs/export?"})
    void fastReader_getsTheResponse(String route) {
        assertThat(server.get(route + TIME).body()).hasSizeGreaterThan(BYTES);
    }

    /** Reads without an end of its own, so that only the server can end it before the whole response has arrived. */
    private static long readSlowly(InputStream response) {
        byte[] buffer = new byte[1024];
        long bytes = 0;
        try {
            for (int read = 0; read >= 0; read = response.read(buffer)) {
                bytes += read;
                Thread.sleep(1);
            }
        } catch (IOException e) {
            return bytes; // reset by the server
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return bytes;
    }
}
