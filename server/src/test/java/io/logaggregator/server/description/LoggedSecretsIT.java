package io.logaggregator.server.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Secrets are in no log record, at any level and after any error. */
class LoggedSecretsIT {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String OF_DATABASE = "secret-of-the-database";
    private static final String OF_KAFKA = "secret-of-the-keystore";
    private static final String OF_CHANNEL = "secret-of-the-channel";
    private static final String UNKNOWN = "secret-of-nobody-at-all";

    /** No server listens on this port. */
    private static final String CHANNEL =
            "{\"name\": \"c\", \"type\": \"webhook\", \"url\": \"http://127.0.0.1:1/\", \"secret\": \"%s\"%s";

    @TempDir
    private Path directory;

    @Test
    void secrets_areNotLogged() throws Exception {
        Path log = directory.resolve("log");
        Path kafka = Files.writeString(directory.resolve("kafka.properties"), "ssl.keystore.password=" + OF_KAFKA);
        List<String> secrets = new ArrayList<>(List.of(RealServer.KEY, OF_DATABASE, OF_KAFKA, OF_CHANNEL, UNKNOWN));
        PrintStream console = System.out;
        System.setOut(new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8));
        try (Prepared prepared = Prepared.start(RealServer.start(
                "--logging.level.root=debug",
                "--logging.level.io.logaggregator=trace",
                "--logging.level.org.springframework=debug",
                "--logging.level.org.apache=debug",
                "--logging.level.org.apache.kafka=info",
                "--logging.level.com.zaxxer.hikari=debug",
                "--logging.level.org.flywaydb=debug",
                "--aggregator.database.password=" + OF_DATABASE,
                "--aggregator.queue.kafka.properties-file=" + kafka))) {
            useSecrets(prepared, secrets);
        } finally {
            System.out.close();
            System.setOut(console);
        }

        assertThat(log).content().contains("API key rejected", "ssl.keystore.password = [hidden]", "/api/v1/channels");
        try (var lines = Files.lines(log)) {
            assertThat(lines.filter(line -> secrets.stream().anyMatch(line::contains)))
                    .isEmpty();
        }
    }

    private static void useSecrets(Prepared prepared, List<String> secrets) throws Exception {
        RealServer server = prepared.server();
        secrets.add(prepared.keyOf("read"));
        server.send(server.request("/api/v1/logs").header("X-API-Key", UNKNOWN));
        server.send(server.request("/api/v1/logs").header("Authorization", "Bearer " + UNKNOWN));
        secrets.addAll(signInAndOut(server));
        String id = JSON.readTree(post(server, "channels", CHANNEL.formatted(OF_CHANNEL, "}"))
                        .body())
                .get("id")
                .asString();
        post(server, "channels/" + id + "/test", "");
        post(server, "channels", CHANNEL.formatted(OF_CHANNEL, ""));
        post(server, "channels", CHANNEL.formatted(OF_CHANNEL, ", \"secrets\": \"" + UNKNOWN + "\"}"));
        post(server, "channels", CHANNEL.formatted(OF_CHANNEL + "\\u0000", "}"));
        post(server, "channels", "{\"secret\": {\"" + UNKNOWN + "\": 1}}");
    }

    private static List<String> signInAndOut(RealServer server) throws Exception {
        HttpHeaders headers = post(server, "session", "").headers();
        List<String> cookies = headers.allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .toList();
        String all = String.join("; ", cookies);
        server.send(server.request("/api/v1/session").header("Cookie", all));
        server.send(server.request("/api/v1/session").header("Cookie", all).DELETE());
        assertThat(all).contains("session=");
        return cookies.stream().map(cookie -> cookie.split("=", 2)[1]).toList();
    }

    private static HttpResponse<String> post(RealServer server, String path, String body) throws Exception {
        HttpRequest.Builder request = server.request("/api/v1/" + path)
                .header("X-API-Key", RealServer.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return server.send(request);
    }
}
