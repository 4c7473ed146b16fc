package io.logaggregator.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.parameter.RequestParameters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The description that the server serves is the one that comes of its code. */
class DescriptionIT {

    private static final Path SERVED = Path.of("../server/src/main/resources/static/openapi.json");
    private static final Path DESCRIBED = Path.of("target/openapi.json");

    @Test
    void servedDescription_isThatOfTheCode() throws Exception {
        String described = describe() + "\n";
        Files.writeString(DESCRIBED, described);

        assertThat(SERVED)
                .as("If the API was meant to change: cp description/target/openapi.json " + SERVED.normalize())
                .hasContent(described);
    }

    /** Of a server that has neither database nor queue, which it does not need for that. */
    private static String describe() throws IOException, InterruptedException {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(RequestParameters.class);
        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(
                        AggregatorServer.class, DescribingConfiguration.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=a-key-of-twenty-characters",
                        "--aggregator.database.url=jdbc:postgresql://127.0.0.1:1/none",
                        "--aggregator.queue.kafka.bootstrap-servers=127.0.0.1:1",
                        "--springdoc.api-docs.path=/description",
                        "--springdoc.paths-to-match=/api/**",
                        "--springdoc.default-produces-media-type=application/json",
                        "--springdoc.override-with-generic-response=false",
                        "--springdoc.writer-with-default-pretty-printer=true")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/description"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, BodyHandlers.ofString()).body();
            }
        }
    }
}
