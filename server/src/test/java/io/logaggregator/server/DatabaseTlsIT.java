package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.security.TestAuthority;
import io.logaggregator.testkit.security.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The server before a database that wants certificates, until each is right. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseTlsIT {

    private static final String UNREACHABLE = "127.0.0.1:1";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void wrongCertificates_areReported_untilTheyAreCorrect(CapturedOutput output) throws IOException {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestAuthority stranger = TestAuthority.create(directory.resolve("stranger"));
        TestAuthority.Issued member = authority.issue(TlsPostgres.MEMBER);
        TestAuthority.Issued expired = authority.issueExpired("expired");
        Path root = replace("root.crt", stranger.certificate());
        Path certificate = replace("member.crt", expired.certificate());
        Path key = replace("member.key", expired.key());

        try (TlsPostgres postgres = TlsPostgres.start(directory, authority, authority.issue("db", "ip:127.0.0.1"));
                RunningServer server = RunningServer.start(
                        postgres.jdbcUrl(),
                        TlsPostgres.MEMBER,
                        UNREACHABLE,
                        "--aggregator.database.ssl.mode=verify-full",
                        "--aggregator.database.ssl.root-certificate=" + root,
                        "--aggregator.database.ssl.certificate=" + certificate,
                        "--aggregator.database.ssl.key=" + key)) {
            awaitReadiness(server, "the certificate of the server is not signed by an authority in sslrootcert");
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(output)
                                    .contains(
                                            "database unavailable: reason=PostgreSQL: the certificate of the server is not signed by an authority"));

            replace("root.crt", authority.certificate());
            awaitReadiness(server, "sslkey");

            replace("member.key", member.key());
            replace("member.crt", member.certificate());
            awaitReadiness(server, "\"database\":{\"details\":{\"since\"");
            await().atMost(LIMIT)
                    .until(() ->
                            !server.get("/actuator/health/readiness").body().contains("to have its schema"));
            assertThat(server.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    private Path replace(String name, Path with) throws IOException {
        return Files.copy(
                with, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void awaitReadiness(RunningServer server, String detail) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                server.get("/actuator/health/readiness").body())
                        .contains(detail));
    }
}
