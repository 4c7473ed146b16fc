package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the cluster. Connects with the first request. Every request that is waited for ends within three seconds,
 * with a response or a {@link QueueUnavailableException}. Thread-safe.
 */
final class ClusterAdmin implements AutoCloseable {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final ClientSettings settings;
    private final String bootstrapServers;
    private @Nullable Admin admin; // guarded by this

    ClusterAdmin(ClientSettings settings, String bootstrapServers) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
    }

    private synchronized Admin admin() {
        Admin open = admin;
        if (open == null) {
            try {
                open = Admin.create(settings.admin(Math.toIntExact(REQUEST_TIMEOUT.toMillis())));
            } catch (KafkaException e) {
                throw unavailable(e); // for example an unknown host name
            }
            admin = open;
        }
        return open;
    }

    /** Passes when any broker responds. */
    void check() {
        await(admin().describeCluster().clusterId());
    }

    /** The descriptions of topics by name, as futures. */
    Map<String, KafkaFuture<TopicDescription>> describe(Collection<String> topics) {
        return admin().describeTopics(topics).topicNameValues();
    }

    /** The id and brokers of the cluster, as futures. */
    DescribeClusterResult cluster() {
        return admin().describeCluster();
    }

    /** The descriptions of topics with the allowed operations, by name, as futures. */
    Map<String, KafkaFuture<TopicDescription>> describeWithRights(Collection<String> topics) {
        return admin().describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
    }

    /** The description of the group with the allowed operations. */
    KafkaFuture<ConsumerGroupDescription> describeGroup(String group) {
        return Objects.requireNonNull(admin().describeConsumerGroups(
                        List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups()
                .get(group));
    }

    /** The configuration of a broker. */
    KafkaFuture<Config> configuration(Node broker) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        return Objects.requireNonNull(
                admin().describeConfigs(List.of(resource)).values().get(resource));
    }

    /** The offset ranges of existing partitions. */
    Map<TopicPartition, OffsetRange> ranges(Collection<TopicPartition> partitions) {
        ListOffsetsResult starts = admin().listOffsets(all(partitions, OffsetSpec.earliest()));
        ListOffsetsResult ends = admin().listOffsets(all(partitions, OffsetSpec.latest()));
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                long start = await(starts.partitionResult(partition)).offset();
                long end = await(ends.partitionResult(partition)).offset();
                if (start <= end) { // false if the topic was recreated between the two responses
                    ranges.put(partition, new OffsetRange(start, end));
                }
            } catch (QueueUnavailableException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return ranges;
    }

    /**
     * Requests the ends of partitions, including messages of open transactions.
     *
     * @param record called for each response
     * @return completes with the last response
     */
    KafkaFuture<?> ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> record) {
        ListOffsetsResult ends = admin().listOffsets(all(partitions, OffsetSpec.latest()));
        for (TopicPartition partition : partitions) {
            var _ = ends.partitionResult(partition).whenComplete((end, failure) -> {
                if (failure == null) {
                    record.accept(partition, end.offset());
                }
            });
        }
        return ends.all();
    }

    private static Map<TopicPartition, OffsetSpec> all(Collection<TopicPartition> partitions, OffsetSpec spec) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec));
    }

    /** Waits for a response; the failure is the cause of the exception. */
    <T> T await(Future<T> answer) {
        try {
            return answer.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException) {
                discard();
            }
            throw unavailable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    /**
     * After a failed authentication the client would retry with the same credentials. A new client reads the
     * certificate files again.
     */
    private synchronized void discard() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private QueueUnavailableException unavailable(Throwable cause) {
        String reason = switch (cause) {
            case TimeoutException _, org.apache.kafka.common.errors.TimeoutException _ ->
                "no response within " + REQUEST_TIMEOUT.toSeconds() + " s";
            default -> KafkaErrors.of(cause);
        };
        return new QueueUnavailableException("Kafka at " + bootstrapServers + ": " + reason, cause);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(CLOSE_TIMEOUT);
        }
    }
}
