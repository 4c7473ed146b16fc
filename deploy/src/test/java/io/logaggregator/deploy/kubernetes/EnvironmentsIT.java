package io.logaggregator.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.security.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The environments differ as documented, and the server accepts the configuration of each. */
class EnvironmentsIT {

    private static final String SECRETS = "/run/secrets/log-aggregator";

    @BeforeEach
    void find() {
        assumeTrue(ExternalProgram.isInstalled("kubectl"), "kubectl is not installed");
    }

    /** The server validates its configuration at start; database and queue are not needed. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod"})
    void server_acceptsConfiguration(String environment, @TempDir Path directory) throws IOException {
        Path secrets = secrets(directory);
        Path configuration = Files.createDirectory(directory.resolve("config"));
        Overlay overlay = Overlay.of(environment);
        for (var file : overlay.one("ConfigMap").get("data").properties()) {
            Files.writeString(
                    configuration.resolve(file.getKey()),
                    file.getValue().asString().replace(SECRETS, secrets.toString()));
        }

        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(AggregatorServer.class)
                .run(
                        "--spring.profiles.active=" + environment,
                        "--spring.config.additional-location=file:" + configuration + "/",
                        "--aggregator.security.api-key=a-key-of-twenty-characters",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--aggregator.database.url=jdbc:postgresql://127.0.0.1:1/none",
                        "--aggregator.queue.kafka.bootstrap-servers=127.0.0.1:1")) {
            assertThat(server.getEnvironment().getProperty("aggregator.enrichment.environment"))
                    .isEqualTo(environment);
        }
    }

    /** Replaces the mounted secrets. */
    private static Path secrets(Path directory) throws IOException {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestAuthority.Issued issued = authority.issue("server", "ip:127.0.0.1");
        Path secrets = directory.resolve("secrets");
        write(secrets.resolve("database/password"), "correct-horse");
        write(secrets.resolve("database/ca.crt"), ProjectFiles.text(authority.certificate()));
        write(secrets.resolve("kafka/client.properties"), "client.rack=a\n");
        write(secrets.resolve("tls/tls.crt"), ProjectFiles.text(issued.certificate()));
        write(secrets.resolve("tls/tls.key"), ProjectFiles.text(issued.key()));
        return secrets;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void environments_differAsDocumented() {
        List<Overlay> overlays = Overlay.ENVIRONMENTS.stream().map(Overlay::of).toList();

        assertThat(rows()).hasSizeGreaterThan(8).allSatisfy(row -> {
            String name = row.getFirst().replace("`", "");
            List<String> documented = row.subList(1, 1 + overlays.size());
            List<String> actual = overlays.stream()
                    .map(overlay -> EnvironmentProperty.named(name).in(overlay))
                    .toList();
            assertThat(actual).as(name).isEqualTo(documented);
            assertThat(actual.stream().distinct()).as(name + " differs").hasSizeGreaterThan(1);
        });
    }

    /** Rows of the table in the chapter. */
    private static List<List<String>> rows() {
        String guide = ProjectFiles.text(ProjectFiles.ROOT.resolve("docs/deployment.md"));
        List<List<String>> rows = new ArrayList<>();
        guide.substring(guide.indexOf("## Environments"))
                .lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .forEach(line -> rows.add(Stream.of(line.substring(2).split(" \\| ", -1))
                        .map(cell -> cell.replace("`", ""))
                        .toList()));
        return rows;
    }
}
