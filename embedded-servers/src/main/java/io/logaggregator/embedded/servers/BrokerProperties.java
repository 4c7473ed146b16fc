package io.logaggregator.embedded.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Settings of a single broker on a small, shared machine. */
final class BrokerProperties {

    private static final int NODE = 1;
    private static final Set<String> LISTS = Set.of("listeners", "listener.security.protocol.map");

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE)),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            // single node: no replication
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("auto.leader.rebalance.enable", "false"),
            Map.entry("auto.create.topics.enable", "false"),
            // two cores, shared with the clients
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            // retention: a week, and at most 1 GiB per partition
            Map.entry("log.retention.hours", "168"),
            Map.entry("log.retention.bytes", "1073741824"),
            Map.entry("log.segment.bytes", "134217728"),
            Map.entry("log.segment.delete.delay.ms", "1000"),
            Map.entry("message.max.bytes", "16777216"),
            Map.entry("replica.fetch.max.bytes", "16777216"),
            // after kill -9, a start waits for the end of the old session; the default is 9 s
            Map.entry("broker.session.timeout.ms", "1500"),
            Map.entry("broker.heartbeat.interval.ms", "300"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"));

    private BrokerProperties() {}

    /**
     * The quorum is configured statically and not stored, so that the ports may change between runs.
     *
     * @param more listeners are added to the default ones; other settings override the defaults
     */
    static Properties of(Path data, int port, int controllerPort, Map<String, String> more) {
        Properties properties = new Properties();
        properties.putAll(FIXED);
        String controller = LoopbackPort.ADDRESS + ":" + controllerPort;
        properties.put("listeners", "PLAINTEXT://" + LoopbackPort.ADDRESS + ":" + port + ",CONTROLLER://" + controller);
        properties.put("controller.quorum.voters", NODE + "@" + controller);
        properties.put("log.dirs", data.toString());
        more.forEach((name, value) ->
                properties.merge(name, value, (here, added) -> LISTS.contains(name) ? here + "," + added : added));
        return properties;
    }
}
