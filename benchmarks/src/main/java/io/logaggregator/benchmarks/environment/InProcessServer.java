package io.logaggregator.benchmarks.environment;

import io.logaggregator.server.AggregatorServer;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The server in this JVM, with its own topics. */
public record InProcessServer(ConfigurableApplicationContext context, ServerTopics topics, ServerClient client)
        implements AutoCloseable {

    public static InProcessServer start(ScratchDatabase database, String... settings) {
        ServerTopics topics = ServerTopics.create();
        List<String> arguments = topics.arguments(database, 0, settings);
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new));
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new InProcessServer(context, topics, new ServerClient(port));
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
