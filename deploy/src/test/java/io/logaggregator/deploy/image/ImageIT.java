package io.logaggregator.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.server.AggregatorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the commands of the image without a container engine. */
class ImageIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final Dockerfile dockerfile = Dockerfile.read();

    /** An unavailable database or queue is no reason for a restart. */
    @Test
    void healthCheck_reportsLiveness() throws Exception {
        String port;
        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(AggregatorServer.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=a-key-of-twenty-characters",
                        "--aggregator.database.url=jdbc:postgresql://127.0.0.1:1/none",
                        "--aggregator.queue.kafka.bootstrap-servers=127.0.0.1:1")) {
            port = server.getEnvironment().getRequiredProperty("local.server.port");
            assertThat(healthCheck(port)).isZero();
        }
        assertThat(healthCheck(port)).isNotZero();
    }

    private int healthCheck(String port) throws Exception {
        String check = dockerfile.argumentsOf("server", "HEALTHCHECK");
        ProcessBuilder command = new ProcessBuilder(strings(check.substring(check.indexOf('['))));
        command.environment().put("SERVER_PORT", port);
        return command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "agent"})
    void entrypoint_hasValidJvmOptions(String stage) {
        List<String> entrypoint = strings(dockerfile.argumentsOf(stage, "ENTRYPOINT"));
        List<String> command = new ArrayList<>(entrypoint.subList(0, entrypoint.indexOf("-jar")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-version");

        assertThat(ExternalProgram.run(ProjectFiles.ROOT, command.toArray(String[]::new)))
                .contains("Runtime Environment");
    }

    private static List<String> strings(String array) {
        return JSON.readTree(array).valueStream().map(JsonNode::asString).toList();
    }
}
