package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three instances and twelve partitions, as in docs/scaling.md. */
@Tag("cluster")
@Tag("kill")
@Tag("slow")
class ThreeInstancesIT {

    private static final int PARTITIONS = 12;
    private static final int MESSAGES = 12_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final PipelineFixture pipeline = new PipelineFixture(PARTITIONS);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void partitions_areDividedEvenly_alsoAfterKill(@TempDir Path directory) throws Exception {
        pipeline.publishNumbers(0, MESSAGES);
        try (ChildJvm _ = start("a", directory);
                ChildJvm _ = start("b", directory);
                ChildJvm dying = start("c", directory)) {
            awaitPartitions(Map.of("a", 4, "b", 4, "c", 4));
            pipeline.publishNumbers(MESSAGES, 2 * MESSAGES);
            dying.kill();
            pipeline.publishNumbers(2 * MESSAGES, 3 * MESSAGES);
            awaitPartitions(Map.of("a", 6, "b", 6));
            pipeline.awaitStored(3 * MESSAGES);
        }
        pipeline.assertEachNumberStoredOnce(3 * MESSAGES);
        assertThat(pipeline.store.ledger().entries())
                .filteredOn(entry -> entry.next() > entry.first())
                .hasSize(PARTITIONS);
    }

    private ChildJvm start(String id, Path directory) throws IOException {
        return pipeline.startInstance(id, Files.createDirectory(directory.resolve(id)), "log");
    }

    /** At first the group does not exist. */
    private void awaitPartitions(Map<String, Integer> ofInstances) {
        await().atMost(TIMEOUT).ignoreException(ExecutionException.class).until(this::partitions, ofInstances::equals);
    }

    /** Number of partitions of each instance according to the broker. */
    private Map<String, Integer> partitions() throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            return admin.describeConsumerGroups(List.of(pipeline.topic)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .collect(Collectors.toMap(
                            member -> member.groupInstanceId().orElseThrow().substring(0, 1),
                            member -> member.assignment().topicPartitions().size(),
                            Integer::sum));
        }
    }
}
