package io.logaggregator.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.logaggregator.server.access.AccessPorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Compressed bodies on a real Tomcat. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = HttpIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class CompressedBodyIT {

    private static final byte[] BODY = "{\"a\": 1}".getBytes(UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "zstd"})
    void compressedBody_isDecompressed(String coding) throws Exception {
        HttpResponse<String> response = post(coding, packed(coding, BODY));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void decompressedBodyAboveTheLimit_isRejected(String coding) throws Exception {
        byte[] bomb = new byte[64 << 20];
        Arrays.fill(bomb, (byte) ' ');

        HttpResponse<String> response = post(coding, packed(coding, bomb));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("requestId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void invalidOrTruncatedBody_isRejected(String coding) throws Exception {
        byte[] whole = packed(coding, BODY);
        byte[] cut = Arrays.copyOf(whole, whole.length - 6);

        for (HttpResponse<String> response : List.of(post(coding, BODY), post(coding, cut))) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("The body is not valid " + coding + ", or incomplete");
        }
    }

    /** The content of a body with as many empty parts as fit is its only non-empty part. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void emptyMembers_areSkipped(String coding) throws Exception {
        HttpResponse<String> response =
                post(coding, concatenated(repeated(packed(coding, new byte[0])), packed(coding, BODY)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void skippableFrames_areSkipped() throws Exception {
        byte[] frame = {0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0};

        HttpResponse<String> response = post("zstd", concatenated(repeated(frame), packed("zstd", BODY)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void onlyEmptyMembers_areRejected(String coding) throws Exception {
        HttpResponse<String> response = post(coding, repeated(packed(coding, new byte[0])));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }

    @Test
    void severalMembers_areOneBody() throws Exception {
        byte[] first = packed("gzip", Arrays.copyOf(BODY, 3));
        byte[] second = packed("gzip", Arrays.copyOfRange(BODY, 3, BODY.length));

        assertThat(post("gzip", concatenated(first, second)).statusCode()).isEqualTo(200);
        assertThat(post("gzip", concatenated(first, second, new byte[1])).statusCode())
                .isEqualTo(400);
    }

    @Test
    void wrongChecksum_isRejected() throws Exception {
        byte[] body = packed("gzip", BODY);
        body[body.length - 8]++;

        assertThat(post("gzip", body).body()).contains("wrong checksum or length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "deflate"})
    void unknownCoding_isRejectedWithTheKnownOnes(String coding) throws Exception {
        HttpResponse<String> response = post(coding, BODY);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("gzip, zstd");
        assertThat(response.body()).contains("Content-Encoding: " + coding + " (expected: gzip or zstd, or none)");
    }

    @Test
    void compressedBody_withoutKey_returns401() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/body"))
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofByteArray(BODY))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    private static byte[] packed(String coding, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packing = coding.equals("zstd") ? new ZstdOutputStream(bytes) : new GZIPOutputStream(bytes)) {
            packing.write(body);
        }
        return bytes.toByteArray();
    }

    /** As often as fits into 6 MB. */
    private static byte[] repeated(byte[] part) {
        byte[] all = new byte[6_000_000 / part.length * part.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = part[i % part.length];
        }
        return all;
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private HttpResponse<String> post(String coding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/body"))
                .header("X-API-Key", AccessPorts.KEY)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
