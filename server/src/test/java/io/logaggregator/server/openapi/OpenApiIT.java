package io.logaggregator.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.TimeRange;
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

/** Writes {@code target/openapi.json} from the annotations and the Javadoc of the code. */
class OpenApiIT {

    private static final String KEY = "a-key-of-twenty-characters";

    private static final Path SERVED = Path.of("src/main/resources/static/openapi.json");
    private static final Path WRITTEN = Path.of("target/openapi.json");

    @Test
    void servedDescription_matchesCode() throws Exception {
        String written = describe() + "\n";
        Files.writeString(WRITTEN, written);

        assertThat(SERVED)
                .as("after an intended change: cp server/target/openapi.json server/src/main/resources/static/")
                .hasContent(written);
    }

    /** From a server without database and queue. */
    private static String describe() throws IOException, InterruptedException {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(TimeRange.class)
                .replaceWithClass(Cursor.class, String.class);
        try (ConfigurableApplicationContext server = new SpringApplicationBuilder(
                        AggregatorServer.class, OpenApiConfiguration.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=" + KEY,
                        "--aggregator.database.url=jdbc:postgresql://127.0.0.1:1/none",
                        "--aggregator.queue.kafka.bootstrap-servers=127.0.0.1:1",
                        "--springdoc.api-docs.enabled=true",
                        "--springdoc.api-docs.path=/description",
                        "--springdoc.paths-to-match=/api/**",
                        "--springdoc.default-flat-param-object=true",
                        "--springdoc.default-produces-media-type=application/json",
                        "--springdoc.override-with-generic-response=false",
                        "--springdoc.writer-with-default-pretty-printer=true")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/description"))
                    .header("X-API-Key", KEY)
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, BodyHandlers.ofString()).body();
            }
        }
    }
}
