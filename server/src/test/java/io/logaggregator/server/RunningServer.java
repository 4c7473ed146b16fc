package io.logaggregator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this JVM, on a port of its own. */
final class RunningServer implements AutoCloseable {

    static final String KEY = "a-key-of-twenty-characters";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningServer start(String jdbcUrl, String user, String bootstrapServers, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.database.url=" + jdbcUrl,
                "--aggregator.database.user=" + user,
                "--aggregator.database.connection-timeout=1s",
                "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers));
        arguments.addAll(List.of(settings));
        return new RunningServer(
                new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    HttpResponse<String> get(String path) {
        String url = "http://127.0.0.1:" + port() + path;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", KEY).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
