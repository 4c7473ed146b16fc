package io.logaggregator.benchmarks;

/** What a server reads. */
record ServerTopics(Topic logs, Topic agents) {

    static ServerTopics create() {
        return new ServerTopics(Topic.create(), Topic.create());
    }

    /** With so many partitions each. */
    static ServerTopics create(int partitions) {
        return new ServerTopics(Topic.create(partitions), Topic.create(partitions));
    }

    /** As the server's setting has them. */
    String setting() {
        return logs.name() + "=log," + agents.name() + "=agent";
    }
}
