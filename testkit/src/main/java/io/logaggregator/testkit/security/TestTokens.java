package io.logaggregator.testkit.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/**
 * An OAuth token issuer for one client, with its public key in a file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, client credentials grant</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517, JSON Web Key</a>
 */
public final class TestTokens implements AutoCloseable {

    public static final String CLIENT = "aggregator";
    public static final String ISSUER = "https://issuer.example.org";
    public static final String AUDIENCE = "kafka";

    private final HttpServer endpoint;
    private final PrivateKey key;
    private final Path keys;
    private volatile String secret;
    private volatile String audience = AUDIENCE;

    private TestTokens(HttpServer endpoint, PrivateKey key, Path keys, String secret) {
        this.endpoint = endpoint;
        this.key = key;
        this.keys = keys;
        this.secret = secret;
    }

    /**
     * Starts an issuer.
     *
     * @param directory for its public key
     * @param secret client secret
     */
    public static TestTokens start(Path directory, String secret) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            Path keys = Files.writeString(directory.resolve("keys.json"), keySet((RSAPublicKey) pair.getPublic()));
            HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestTokens tokens = new TestTokens(endpoint, pair.getPrivate(), keys, secret);
            endpoint.createContext("/token", tokens::answer);
            endpoint.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keys of RSA", e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token";
    }

    /** URL of the public key as a JSON Web Key Set. */
    public String keysUrl() {
        return keys.toUri().toString();
    }

    /** Changes the client secret. */
    public void expect(String newSecret) {
        secret = newSecret;
    }

    /** Changes the audience of new tokens. */
    public void issueFor(String newAudience) {
        audience = newAudience;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String expected = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(UTF_8));
        boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = known
                ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}".formatted(token())
                : "{\"error\":\"invalid_client\"}";
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String token() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"sub\":\"%s\",\"scope\":\"read\",\"aud\":\"%s\",\"iss\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(CLIENT, audience, ISSUER, now, now + 3600);
        String unsigned =
                base64("{\"alg\":\"RS256\",\"kid\":\"test\"}".getBytes(UTF_8)) + '.' + base64(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(unsigned.getBytes(UTF_8));
            return unsigned + '.' + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("token cannot be signed", e);
        }
    }

    private static String keySet(RSAPublicKey key) {
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"test\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(
                        base64(key.getModulus().toByteArray()),
                        base64(key.getPublicExponent().toByteArray()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        endpoint.stop(0);
    }
}
