package io.logaggregator.benchmarks;

import io.logaggregator.server.AggregatorServer;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this JVM, reading topics of its own. */
record BenchmarkedServer(ConfigurableApplicationContext context, ServerTopics topics, ServerClient client)
        implements AutoCloseable {

    static BenchmarkedServer start(ScratchDatabase database, String... settings) {
        ServerTopics topics = ServerTopics.create();
        List<String> arguments = ServerSettings.of(database, topics, 0, settings);
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new));
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new BenchmarkedServer(context, topics, new ServerClient(port));
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
