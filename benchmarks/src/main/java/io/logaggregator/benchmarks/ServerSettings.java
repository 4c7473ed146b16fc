package io.logaggregator.benchmarks;

import io.logaggregator.testkit.TestKafka;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server: as shipped, but for where its servers are, and without a limit of requests. */
final class ServerSettings {

    /** Opens everything. */
    static final String KEY = "a-key-of-twenty-characters";

    private ServerSettings() {}

    /** @param port 0 = any free one */
    static List<String> of(ScratchDatabase database, ServerTopics topics, int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--logging.level.root=WARN",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.canary.interval=0s",
                "--aggregator.api.requests-per-minute=0",
                "--aggregator.database.url=" + database.database().jdbcUrl(),
                "--aggregator.database.user=" + database.database().user(),
                "--aggregator.database.password=" + database.database().password(),
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.topics=" + topics.setting()));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
