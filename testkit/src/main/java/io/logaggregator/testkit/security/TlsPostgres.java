package io.logaggregator.testkit.security;

import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A PostgreSQL that accepts TLS connections only, with two users. */
public final class TlsPostgres implements AutoCloseable {

    /** User without a client certificate. */
    public static final String GUEST = "guest";

    /** User that needs a client certificate for its name. */
    public static final String MEMBER = "member";

    private static final String RULES = """
            hostnossl all postgres 127.0.0.1/32 trust
            hostssl   all guest    127.0.0.1/32 trust
            hostssl   all member   127.0.0.1/32 cert
            """;

    private final EmbeddedPostgresServer server;
    private final Path certificate;
    private final Path key;

    private TlsPostgres(EmbeddedPostgresServer server, Path certificate, Path key) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
    }

    /** Starts a server in an existing directory, with a server certificate and a trusted authority. */
    public static TlsPostgres start(Path directory, TestAuthority authority, TestAuthority.Issued shown) {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        Path rules = directory.resolve("rules.conf");
        try {
            copy(shown, certificate, key);
            Files.writeString(rules, RULES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = Map.of(
                "ssl", "on",
                "ssl_cert_file", certificate.toString(),
                "ssl_key_file", key.toString(),
                "ssl_ca_file", authority.certificate().toString(),
                "hba_file", rules.toString());
        var server = EmbeddedPostgresServer.start(directory.resolve("postgres"), 0, TestBinaries.directory(), settings);
        TlsPostgres postgres = new TlsPostgres(server, certificate, key);
        postgres.execute("create role " + GUEST + " superuser login; create role " + MEMBER + " superuser login");
        return postgres;
    }

    /** Connects by IP address, for which the certificate must be valid. */
    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    /** Changes the server certificate of new connections. */
    public void show(TestAuthority.Issued other) {
        try {
            copy(other, certificate, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("select pg_reload_conf()");
    }

    private static void copy(TestAuthority.Issued from, Path certificate, Path key) throws IOException {
        Files.copy(from.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), key, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
