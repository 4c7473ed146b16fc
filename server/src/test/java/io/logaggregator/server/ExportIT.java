package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of 100,000 lines out of a real PostgreSQL and through a real Tomcat. */
class ExportIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LINES = 100_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String EXPORT = "/api/v1/logs/export?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";
    private static final String READERS =
            "pg_stat_activity where datname = current_database() and application_name = 'log-aggregator export'";

    private static TestPostgres.Database database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws SQLException {
        database = TestPostgres.shared().newDatabase();
        server = RunningServer.start(
                database.jdbcUrl(), database.user(), "127.0.0.1:1", "--aggregator.export.max-concurrent=1");
        server.bean(Store.class).migrate();
        execute("""
                insert into log_event
                select (lpad(to_hex(millis), 12, '0') || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
                       to_timestamp(millis / 1000.0), to_timestamp(millis / 1000.0), 'web-' || number %% 10, 9,
                       'line ' || number || ' ' || md5(number::text) || md5((-number)::text), 'prod', 'shop', 'cart',
                       md5(number::text), array['a', 'b'], '{"status": 200}'
                from (select number, 1795392000000 + number * 800 as millis
                      from generate_series(0::bigint, %d) as number) as line
                order by number""".formatted(LINES - 1));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void file_containsEveryEventInOrder() {
        List<String> lines = reader(begin(server.request(EXPORT))).lines().toList();

        assertThat(lines).hasSize(LINES);
        assertThat(message(lines.getFirst())).startsWith("line 0 ");
        assertThat(message(lines.getLast())).startsWith("line " + (LINES - 1) + ' ');
        assertThat(lines.stream().map(line -> JSON.readTree(line).get("id").asString()))
                .isSorted();
        assertThat(JSON.readTree(lines.getFirst()))
                .isEqualTo(JSON.readTree(server.get("/api/v1/logs/"
                                + JSON.readTree(lines.getFirst()).get("id").asString())
                        .body()));
    }

    private static String message(String line) {
        return JSON.readTree(line).get("message").asString();
    }

    @Test
    void file_isCompressed_onAcceptEncoding() throws IOException {
        InputStream file = begin(compressed(EXPORT + "&format=csv&order=newest"));

        try (BufferedReader lines = reader(new GZIPInputStream(file))) {
            assertThat(lines.readLine()).startsWith("id,observedAt,");
            assertThat(lines.readLine()).contains(",line " + (LINES - 1) + ' ');
            assertThat(lines.lines().count()).isEqualTo(LINES - 1);
        }
    }

    @Test
    void disconnect_releasesAllResources() throws IOException {
        InputStream file = begin(server.request(EXPORT));
        assertThat(file.read()).isEqualTo('{');
        assertThat(count(READERS)).isEqualTo(1);
        assertThat(server.get(EXPORT).statusCode()).isEqualTo(429);

        file.close();

        awaitReaders(0);
        begin(server.request(EXPORT + "&limit=1")).close();
    }

    @Test
    void disconnectBeforeTheFirstRow_endsTheQuery() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table log_event");
            try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                String request = "GET " + EXPORT + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + RunningServer.KEY
                        + "\r\n\r\n";
                caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                awaitReaders(1);
            }

            awaitReaders(0);
        }
    }

    @Test
    void revokedKey_endsItsExport() throws IOException {
        JsonNode key = server.newKey("read");
        HttpRequest.Builder asReader =
                server.request(EXPORT).setHeader("X-API-Key", key.get("secret").asString());
        try (InputStream file = begin(asReader)) {
            assertThat(file.read()).isEqualTo('{');

            server.revoke(key);

            assertThatExceptionOfType(IOException.class).isThrownBy(() -> readSlowly(file));
        }
        awaitReaders(0);
    }

    /** Some MB in a second, until the end. */
    private static void readSlowly(InputStream file) {
        await().atMost(Duration.ofMinutes(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> file.readNBytes(64 * 1024).length == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileThatCannotBeCompleted_isNotTakenForComplete(boolean compressed) throws Exception {
        HttpRequest.Builder request = compressed ? compressed(EXPORT) : server.request(EXPORT);
        try (InputStream file = begin(request)) {
            assertThat(file.read()).isNotNegative();

            execute("select pg_terminate_backend(pid) from " + READERS);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> file.transferTo(OutputStream.nullOutputStream()));
        }
        awaitReaders(0);
    }

    /** Begins an export as soon as the one before is over: there is place for one. */
    private static InputStream begin(HttpRequest.Builder request) {
        return await().atMost(LIMIT)
                .until(() -> server.send(request, BodyHandlers.ofInputStream()), answer -> answer.statusCode() == 200)
                .body();
    }

    private static void awaitReaders(int expected) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(count(READERS)).isEqualTo(expected));
    }

    private static HttpRequest.Builder compressed(String path) {
        return server.request(path).header("Accept-Encoding", "gzip");
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static int count(String rows) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + rows)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
