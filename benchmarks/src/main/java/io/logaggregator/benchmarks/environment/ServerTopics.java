package io.logaggregator.benchmarks.environment;

import io.logaggregator.testkit.TestKafka;
import java.util.ArrayList;
import java.util.List;

/** The topics that a server consumes. */
public record ServerTopics(Topic logs, Topic agents) {

    /** A key with all permissions. */
    public static final String API_KEY = "a-key-of-twenty-characters";

    public static ServerTopics create() {
        return new ServerTopics(Topic.create(), Topic.create());
    }

    public static ServerTopics create(int partitions) {
        return new ServerTopics(Topic.create(partitions), Topic.create(partitions));
    }

    /**
     * Command line of a server: the defaults, with these topics and the test servers, and without a rate limit.
     *
     * @param port 0: any free port
     */
    public List<String> arguments(ScratchDatabase database, int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--logging.level.root=WARN",
                "--aggregator.security.api-key=" + API_KEY,
                "--aggregator.canary.interval=0s",
                "--aggregator.api.requests-per-minute=0",
                "--aggregator.database.url=" + database.database().jdbcUrl(),
                "--aggregator.database.user=" + database.database().user(),
                "--aggregator.database.password=" + database.database().password(),
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.topics=" + logs.name() + "=log," + agents.name() + "=agent"));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
