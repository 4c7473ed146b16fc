package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.security.TestAuthority;
import io.logaggregator.testkit.security.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Accepted and rejected TLS connections, with the messages of rejected ones. */
@TestInstance(Lifecycle.PER_CLASS)
class TlsConnectionIT {

    private static final String LOCAL = "ip:127.0.0.1";

    /** The TLS alert of the server is not always read before the connection closes. */
    private static final String REJECTED_OR_CLOSED =
            "(?s).*(the server rejects the certificate in sslcert|the server closed the connection during .* reject that certificate).*";

    private TestAuthority authority;
    private TestAuthority stranger;
    private TestAuthority.Issued shown;
    private TestAuthority.Issued member;
    private TlsPostgres postgres;

    @TempDir
    private Path directory;

    @BeforeAll
    void start(@TempDir Path shared) {
        authority = TestAuthority.create(shared.resolve("authority"));
        stranger = TestAuthority.create(shared.resolve("stranger"));
        shown = authority.issue("server", LOCAL);
        member = authority.issue(TlsPostgres.MEMBER);
        postgres = TlsPostgres.start(shared, authority, shown);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @Test
    void trustedServer_isEncrypted() throws SQLException {
        try (Connection connection = connect(TlsPostgres.GUEST, verifying());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select version from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void clientCertificate_isAccepted() throws SQLException {
        connect(TlsPostgres.MEMBER, with(member)).close();
    }

    @Test
    void serverOfOtherAuthority_isNotTrusted() {
        Map<String, String> trustingStrangers = Map.of(
                "sslmode", "verify-full", "sslrootcert", stranger.certificate().toString());

        assertRefusal(TlsPostgres.GUEST, trustingStrangers)
                .hasMessageContaining("the certificate of the server is not signed by an authority in sslrootcert");
    }

    @Test
    void pool_reportsCertificateError() {
        Map<String, String> trustingStrangers = Map.of(
                "sslmode", "verify-full", "sslrootcert", stranger.certificate().toString());
        try (PostgresStore store =
                new PostgresStore(config(postgres.jdbcUrl(), TlsPostgres.GUEST, trustingStrangers))) {
            assertThatThrownBy(store::check)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith(
                            "PostgreSQL: the certificate of the server is not signed by an authority in sslrootcert");
        }
    }

    @Test
    void serverWithOtherName_isNotTrusted() {
        String url = postgres.jdbcUrl().replace("127.0.0.1", "localhost");

        assertThatThrownBy(() -> connect(url, TlsPostgres.GUEST, verifying()))
                .hasMessageContaining("the certificate of the server is for other host names")
                .hasMessageContaining("localhost");
    }

    @Test
    void expiredServerCertificate_isNotTrusted() {
        postgres.show(authority.issueExpired("expired-server", LOCAL));
        try {
            await().atMost(Duration.ofMinutes(5))
                    .untilAsserted(() -> assertRefusal(TlsPostgres.GUEST, verifying())
                            .hasMessageContaining("the certificate of the server has expired. Renew it there")
                            .hasMessageContaining("NotAfter"));
        } finally {
            postgres.show(shown);
            await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(() -> {
                connect(TlsPostgres.GUEST, verifying()).close();
                return true;
            });
        }
    }

    @Test
    void serverWithoutTls_isNotTrusted() {
        TestPostgres.Database plain = TestPostgres.shared().newDatabase();

        assertThatThrownBy(() -> connect(plain.jdbcUrl(), plain.user(), verifying()))
                .hasMessageContaining("the server has ssl=off");
    }

    @Test
    void missingClientCertificate_isRejected() {
        assertRefusal(TlsPostgres.MEMBER, verifying())
                .hasMessageContaining("the server requires a client certificate")
                .hasMessageContaining("sslcert");
    }

    @Test
    void clientCertificateOfOtherAuthority_isRejected() {
        assertRefusal(TlsPostgres.MEMBER, with(stranger.issue(TlsPostgres.MEMBER)))
                .hasMessageContaining("the authority must be in the server's ssl_ca_file");
    }

    @Test
    void expiredClientCertificate_isRejected() {
        assertRefusal(TlsPostgres.MEMBER, with(authority.issueExpired("expired-member")))
                .hasMessageMatching(REJECTED_OR_CLOSED);
    }

    @Test
    void clientKeyOfOtherCertificate_isRejected() {
        TestAuthority.Issued other = authority.issue("another");

        assertRefusal(TlsPostgres.MEMBER, with(new TestAuthority.Issued(member.certificate(), other.key())))
                .hasMessageMatching(REJECTED_OR_CLOSED);
    }

    @Test
    void clientCertificateOfOtherUser_isRejected() {
        assertRefusal(TlsPostgres.MEMBER, with(authority.issue("somebody")))
                .hasMessageContaining("the certificate in sslcert is for another user");
    }

    @Test
    void connectionWithoutTls_isRejected() {
        assertRefusal(TlsPostgres.GUEST, Map.of("sslmode", "disable"))
                .hasMessageContaining("the server accepts this connection only with TLS. Set sslmode");
    }

    @Test
    void missingFile_isNamed() {
        assertRefusal(TlsPostgres.GUEST, Map.of("sslmode", "verify-full", "sslrootcert", "/not/there.crt"))
                .hasMessageContaining("Could not open SSL root certificate file /not/there.crt");
        assertRefusal(TlsPostgres.MEMBER, with(new TestAuthority.Issued(Path.of("/not/there.crt"), member.key())))
                .hasMessageContaining("Could not load cert chain /not/there.crt");
    }

    @Test
    void worldReadableKey_isRejected() throws IOException {
        Path key = Files.copy(member.key(), directory.resolve("open.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefusal(TlsPostgres.MEMBER, with(new TestAuthority.Issued(member.certificate(), key)))
                .hasMessageContaining("has group or world access");
    }

    private AbstractThrowableAssert<?, ?> assertRefusal(String user, Map<String, String> properties) {
        return assertThatThrownBy(() -> connect(user, properties))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot connect to " + postgres.jdbcUrl() + " as user " + user + ": ");
    }

    private Map<String, String> verifying() {
        return Map.of(
                "sslmode", "verify-full", "sslrootcert", authority.certificate().toString());
    }

    private Map<String, String> with(TestAuthority.Issued certificate) {
        Map<String, String> properties = new HashMap<>(verifying());
        properties.put("sslcert", certificate.certificate().toString());
        properties.put("sslkey", certificate.key().toString());
        properties.put("pemKeyAlgorithm", "EC");
        return properties;
    }

    private Connection connect(String user, Map<String, String> properties) {
        return connect(postgres.jdbcUrl(), user, properties);
    }

    private static Connection connect(String url, String user, Map<String, String> properties) {
        return new Connections(config(url, user, properties)).openForIngest();
    }

    private static PostgresStoreConfig config(String url, String user, Map<String, String> properties) {
        return new PostgresStoreConfig(url, user, "", 1, Duration.ofSeconds(2), Duration.ofSeconds(2), properties);
    }
}
