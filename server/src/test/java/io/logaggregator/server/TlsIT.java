package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.security.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The server with a certificate of a test authority, which is replaced while it runs. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class TlsIT {

    private static final String UNREACHABLE = "127.0.0.1:1";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String LOCAL = "ip:127.0.0.1";

    private Path certificate;
    private Path key;
    private TestAuthority.Issued first;
    private TestAuthority.Issued second;
    private SSLContext trusting;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory, CapturedOutput output) throws Exception {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        first = authority.issue("first", LOCAL);
        second = authority.issue("second", LOCAL);
        trusting = authority.clientContext();
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        install(first.certificate(), first.key());
        server = RunningServer.start(
                "jdbc:postgresql://" + UNREACHABLE + "/logs",
                "logs",
                UNREACHABLE,
                "--aggregator.http.tls.certificate=" + certificate,
                "--aggregator.http.tls.key=" + key,
                "--aggregator.gateways.ports=otlp-grpc=0",
                "--logging.level.io.logaggregator.server=info");
        assertThat(output)
                .contains("listening at https://127.0.0.1:" + server.port())
                .contains("TLS enabled");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void showFirst() throws IOException {
        install(first.certificate(), first.key());
        awaitShown("CN=first");
    }

    @Test
    void https_respondsWithStrictTransportSecurity() throws Exception {
        HttpResponse<String> answer =
                get(HttpClient.newBuilder().sslContext(trusting).build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
    }

    @Test
    void unknownAuthority_failsTheHandshake() {
        assertThatThrownBy(() -> get(HttpClient.newHttpClient())).hasMessageContaining("PKIX path building failed");
    }

    @Test
    void replacedPair_isServedWithoutRestart(CapturedOutput output) throws Exception {
        install(second.certificate(), second.key());

        awaitShown("CN=second");
        assertThat(output).contains("certificate replaced: certificate=" + certificate);
        assertThat(shown(server.port("otlp-grpc"))).isEqualTo("CN=second");
    }

    @Test
    void ownPort_negotiatesHttp2() throws Exception {
        HttpRequest call = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port("otlp-grpc")
                        + "/opentelemetry.proto.collector.logs.v1.LogsService/Export"))
                .header("Content-Type", "application/grpc")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]))
                .build();
        HttpResponse<String> answer =
                HttpClient.newBuilder().sslContext(trusting).build().send(call, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("grpc-status")).hasValue("16");
    }

    @Test
    void mismatchedKey_isIgnored_untilItsCertificateArrives(CapturedOutput output) throws Exception {
        install(first.certificate(), second.key());

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output)
                        .contains("certificate not replaced, the last valid one stays")
                        .contains("aggregator.http.tls.key: " + key)
                        .contains("Private key in keystore matches none of the certificates"));
        assertThat(shown()).isEqualTo("CN=first");

        install(second.certificate(), second.key());
        awaitShown("CN=second");
    }

    @Test
    void deletedFile_keepsTheOldPair(CapturedOutput output) throws Exception {
        Files.delete(certificate);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output)
                        .contains("aggregator.http.tls.certificate: " + certificate
                                + " (expected: a readable text file"));
        assertThat(shown()).isEqualTo("CN=first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void currentProtocols_areSpoken(String protocol) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    /** By hand, since no Java of today still speaks it. */
    @ParameterizedTest
    @ValueSource(strings = {"0301", "0302"})
    void oldProtocols_areRefusedWithAnAlert(String version) throws IOException {
        String hello = version + "00".repeat(32) + "00" + "0004" + "c00a" + "002f" + "0100";
        String handshake = "01" + length(hello, 3) + hello;
        String message = "16" + "0301" + length(handshake, 2) + handshake;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(HexFormat.of().parseHex(message));

            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(21).endsWith(2, 70); // fatal, protocol_version
        }
    }

    @Test
    void plainHttp_isRejectedWithAHint() {
        RawHttp.Answer answer =
                RawHttp.send(server.port(), RawHttp.request("", "GET / HTTP/1.1", "Host: 127.0.0.1:" + server.port()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("requires TLS").doesNotContainIgnoringCase("tomcat");
    }

    @Test
    void mismatchedPair_preventsTheStart(CapturedOutput output) {
        assertThatThrownBy(() -> RunningServer.start(
                        "jdbc:postgresql://" + UNREACHABLE + "/logs",
                        "logs",
                        UNREACHABLE,
                        "--aggregator.http.tls.certificate=" + first.certificate(),
                        "--aggregator.http.tls.key=" + second.key()))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("aggregator.http.tls.key: " + second.key())
                .contains("matches none of the certificates");
    }

    @Test
    void metrics_showTheExpiryOfTheCertificate() throws Exception {
        HttpRequest request = request("/actuator/prometheus");

        assertThat(HttpClient.newBuilder()
                        .sslContext(trusting)
                        .build()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("ssl_chain_expiry_seconds{bundle=\"aggregator-http\"");
    }

    private static String length(String hex, int bytes) {
        return HexFormat.of().toHexDigits(hex.length() / 2, bytes * 2);
    }

    private void install(Path newCertificate, Path newKey) throws IOException {
        Files.copy(newKey, key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(newCertificate, certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitShown(String subject) {
        await().atMost(LIMIT).until(() -> server == null || shown().equals(subject));
    }

    private String shown() throws IOException {
        return shown(server.port());
    }

    private String shown(int port) throws IOException {
        try (SSLSocket socket = connect(port)) {
            socket.startHandshake();
            var chain = List.of(socket.getSession().getPeerCertificates());
            return ((X509Certificate) chain.getFirst())
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private SSLSocket connect() throws IOException {
        return connect(server.port());
    }

    private SSLSocket connect(int port) throws IOException {
        return (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
    }

    private HttpResponse<String> get(HttpClient client) throws IOException, InterruptedException {
        return client.send(request("/actuator/health/liveness"), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .header("X-API-Key", RunningServer.KEY)
                .build();
    }
}
