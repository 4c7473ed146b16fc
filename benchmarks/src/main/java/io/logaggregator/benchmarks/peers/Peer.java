package io.logaggregator.benchmarks.peers;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.Topic;
import java.io.IOException;

/**
 * A program that stores the messages of a topic.
 *
 * @param name for the table of results
 * @param schema statements that create its table; blank if the program creates it
 * @param table the table of the events, with the column {@code observed_at}
 */
public record Peer(String name, String schema, String table, Launch launch) {

    /** Starts the program. It runs until it is killed, or fails. */
    @FunctionalInterface
    public interface Launch {

        /** @param group the consumer group */
        Process start(ScratchDatabase database, Topic topic, String group) throws IOException;
    }

    /** A new database with the table of this program. */
    public ScratchDatabase createDatabase() {
        ScratchDatabase database = ScratchDatabase.create();
        if (!schema.isBlank()) {
            database.execute(schema);
        }
        return database;
    }
}
