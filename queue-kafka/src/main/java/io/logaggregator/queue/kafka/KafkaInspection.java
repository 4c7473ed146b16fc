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
 * Looks whether a queue could work on a Kafka cluster, and changes nothing there: whether it can be reached, has the
 * topics or would make them, and allows what the queue does. Each answer comes within three seconds or is missed.
 */
public final class KafkaInspection {

    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private final KafkaQueueConfig config;
    private final Set<String> written;

    /** @param written the topics to which messages are appended; those of {@code config} are read */
    public KafkaInspection(KafkaQueueConfig config, Set<String> written) {
        this.config = config;
        this.written = Set.copyOf(written);
    }

    /** What was found, up to the first thing without which nothing else can be known. */
    public List<CheckResult> inspect() {
        List<CheckResult> findings = new ArrayList<>();
        try (ClusterAdmin cluster = new ClusterAdmin(new ClientSettings(config), config.bootstrapServers())) {
            Collection<Node> brokers = brokers(cluster, findings);
            Set<String> all = new TreeSet<>(config.topics());
            all.addAll(written);
            cluster.describeWithRights(all)
                    .forEach((topic, answer) -> findings.add(topic(cluster, brokers, topic, answer)));
            if (!config.topics().isEmpty()) {
                findings.add(group(cluster));
            }
        } catch (QueueUnavailableException | IllegalArgumentException failure) {
            findings.add(CheckResult.bad(String.valueOf(failure.getMessage())));
        }
        return findings;
    }

    private Collection<Node> brokers(ClusterAdmin cluster, List<CheckResult> findings) {
        DescribeClusterResult answer = cluster.cluster();
        Collection<Node> brokers = cluster.await(answer.nodes());
        findings.add(CheckResult.good("Kafka at " + config.bootstrapServers() + ": cluster "
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
            return judged(what, missing, description.authorizedOperations());
        } catch (QueueUnavailableException failure) {
            return switch (failure.getCause()) {
                case UnknownTopicOrPartitionException _ -> absent(cluster, brokers, topic);
                case AuthorizationException _ -> refused("topic " + topic, failure);
                case null, default -> throw failure;
            };
        }
    }

    /** Also a topic that may not be seen is called absent. */
    private static CheckResult absent(ClusterAdmin cluster, Collection<Node> brokers, String topic) {
        return makesTopics(cluster, brokers)
                ? CheckResult.good("topic " + topic + ": not there yet, Kafka makes it with the first message")
                : CheckResult.bad(
                        "topic " + topic + ": not there, or not to be seen (expected: it is made before, since "
                                + AUTO_CREATE + " is off or not to be seen, and this user may describe it)");
    }

    private static boolean makesTopics(ClusterAdmin cluster, Collection<Node> brokers) {
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
            return judged(
                    what,
                    needed,
                    cluster.await(cluster.describeGroup(config.groupId())).authorizedOperations());
        } catch (QueueUnavailableException failure) {
            return switch (failure.getCause()) {
                case GroupIdNotFoundException _ ->
                    CheckResult.good(what + ": not there yet, the server is its first member");
                case AuthorizationException _ -> refused(what, failure);
                case null, default -> throw failure;
            };
        }
    }

    /** A cluster that does not say what is allowed is believed to allow it. */
    private static CheckResult judged(String what, Set<AclOperation> needed, @Nullable Set<AclOperation> allowed) {
        if (allowed != null) {
            needed.removeAll(allowed);
            needed = allowed.contains(AclOperation.ALL) ? Set.of() : needed;
        }
        return allowed == null || needed.isEmpty()
                ? CheckResult.good(what)
                : CheckResult.bad(what + ", without the right to " + needed + " (expected: an ACL that gives it)");
    }

    private static CheckResult refused(String what, QueueUnavailableException failure) {
        return CheckResult.bad(
                what + ": " + failure.getMessage() + " (expected: an ACL that lets this user describe it)");
    }
}
