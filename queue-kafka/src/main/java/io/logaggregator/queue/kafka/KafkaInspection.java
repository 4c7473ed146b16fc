package io.logaggregator.queue.kafka;

import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks read-only whether a queue can work on a Kafka cluster: availability, topics or their automatic creation, and
 * permissions. Each request has a timeout of three seconds.
 */
public final class KafkaInspection {

    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private final KafkaQueueConfig config;
    private final Set<String> written;

    /** @param written topics to which messages are appended; those of {@code config} are read */
    public KafkaInspection(KafkaQueueConfig config, Set<String> written) {
        this.config = config;
        this.written = Set.copyOf(written);
    }

    /** Runs the checks, up to the first one that the others depend on. */
    public List<CheckResult> inspect() {
        List<CheckResult> results = new ArrayList<>();
        try (ClusterAdmin cluster = new ClusterAdmin(new ClientSettings(config), config.bootstrapServers())) {
            Collection<Node> brokers = brokers(cluster, results);
            Set<String> all = new TreeSet<>(config.topics());
            all.addAll(written);
            cluster.describeWithRights(all)
                    .forEach((topic, answer) -> results.add(topic(cluster, brokers, topic, answer)));
            if (!config.topics().isEmpty()) {
                results.add(group(cluster));
            }
        } catch (QueueUnavailableException | IllegalArgumentException failure) {
            results.add(CheckResult.bad(String.valueOf(failure.getMessage())));
        }
        return results;
    }

    private Collection<Node> brokers(ClusterAdmin cluster, List<CheckResult> results) {
        DescribeClusterResult answer = cluster.cluster();
        Collection<Node> brokers = cluster.await(answer.nodes());
        results.add(CheckResult.good("Kafka at " + config.bootstrapServers() + ": cluster "
                + cluster.await(answer.clusterId()) + ", brokers: " + brokers.size()));
        return brokers;
    }

    private CheckResult topic(
            ClusterAdmin cluster, Collection<Node> brokers, String topic, Future<TopicDescription> answer) {
        try {
            TopicDescription description = cluster.await(answer);
            String what = "topic " + topic + ": partitions: "
                    + description.partitions().size();
            Set<AclOperation> missing = new TreeSet<>();
            if (config.topics().contains(topic)) {
                missing.add(AclOperation.READ);
            }
            if (written.contains(topic)) {
                missing.add(AclOperation.WRITE);
            }
            return authorized(what, missing, description.authorizedOperations());
        } catch (QueueUnavailableException failure) {
            return switch (failure.getCause()) {
                case UnknownTopicOrPartitionException _ -> absent(cluster, brokers, topic);
                case AuthorizationException _ -> notDescribed("topic " + topic, failure);
                case null, default -> throw failure;
            };
        }
    }

    /** A topic that the user may not describe is reported as absent too. */
    private static CheckResult absent(ClusterAdmin cluster, Collection<Node> brokers, String topic) {
        return createsTopics(cluster, brokers)
                ? CheckResult.good("topic " + topic + ": absent, Kafka creates it with the first message")
                : CheckResult.bad("topic " + topic + ": absent or not visible (expected: create it, since "
                        + AUTO_CREATE + " is off or not visible, and allow this user to describe it)");
    }

    private static boolean createsTopics(ClusterAdmin cluster, Collection<Node> brokers) {
        try {
            ConfigEntry entry = cluster.await(
                            cluster.configuration(brokers.iterator().next()))
                    .get(AUTO_CREATE);
            return entry != null && Boolean.parseBoolean(entry.value());
        } catch (QueueUnavailableException failure) {
            if (failure.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw failure;
        }
    }

    private CheckResult group(ClusterAdmin cluster) {
        String what = "consumer group " + config.groupId();
        try {
            Set<AclOperation> needed = new TreeSet<>(Set.of(AclOperation.READ));
            return authorized(
                    what,
                    needed,
                    cluster.await(cluster.describeGroup(config.groupId())).authorizedOperations());
        } catch (QueueUnavailableException failure) {
            return switch (failure.getCause()) {
                case GroupIdNotFoundException _ ->
                    CheckResult.good(what + ": absent, the server creates it as its first member");
                case AuthorizationException _ -> notDescribed(what, failure);
                case null, default -> throw failure;
            };
        }
    }

    /** A cluster that does not report permissions is assumed to allow everything. */
    private static CheckResult authorized(String what, Set<AclOperation> needed, @Nullable Set<AclOperation> allowed) {
        if (allowed != null) {
            needed.removeAll(allowed);
            needed = allowed.contains(AclOperation.ALL) ? Set.of() : needed;
        }
        return allowed == null || needed.isEmpty()
                ? CheckResult.good(what)
                : CheckResult.bad(what + ", missing permission: " + needed + " (expected: an ACL that allows it)");
    }

    private static CheckResult notDescribed(String what, QueueUnavailableException failure) {
        return CheckResult.bad(
                what + ": " + failure.getMessage() + " (expected: an ACL that allows this user to describe it)");
    }
}
