package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
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

/** As docs/scaling.md says it: three instances and twelve partitions. */
@Tag("cluster")
@Tag("kill")
@Tag("slow")
class ThreeInstancesIT {

    private static final int PARTITIONS = 12;
    private static final int MESSAGES = 12_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Rig rig = new Rig(PARTITIONS);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void partitionsAreDividedEvenlyAlsoAfterOneOfThemDied(@TempDir Path directory) throws Exception {
        rig.archiveServer(directory);
        rig.publishNumbers(0, MESSAGES);
        try (ChildJvm _ = start("a", directory);
                ChildJvm _ = start("b", directory);
                ChildJvm dying = start("c", directory)) {
            awaitPartitions(Map.of("a", 4, "b", 4, "c", 4));
            rig.publishNumbers(MESSAGES, 2 * MESSAGES);
            dying.kill();
            rig.publishNumbers(2 * MESSAGES, 3 * MESSAGES);
            awaitPartitions(Map.of("a", 6, "b", 6));
            await().atMost(LIMIT).until(() -> stored() >= 3 * MESSAGES);
        }
        assertThat(stored()).isEqualTo(3 * MESSAGES);
        assertThat(rig.number("select count(distinct message) from log_event")).isEqualTo(3 * MESSAGES);
        assertThat(rig.store.ledger().entries())
                .filteredOn(entry -> entry.next() > entry.first())
                .hasSize(PARTITIONS)
                .allMatch(LedgerEntry::isBalanced);
        assertThat(rig.store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    private ChildJvm start(String id, Path directory) throws IOException {
        return rig.startInstance(id, Files.createDirectory(directory.resolve(id)), "log");
    }

    /** For a moment there is no group yet. */
    private void awaitPartitions(Map<String, Integer> ofInstances) {
        await().atMost(LIMIT).ignoreException(ExecutionException.class).until(this::partitions, ofInstances::equals);
    }

    /** How many each instance has, by the broker's account. */
    private Map<String, Integer> partitions() throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            return admin.describeConsumerGroups(List.of(rig.topic)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .collect(Collectors.toMap(
                            member -> member.groupInstanceId().orElseThrow().substring(0, 1),
                            member -> member.assignment().topicPartitions().size(),
                            Integer::sum));
        }
    }

    private long stored() {
        return rig.number("select count(*) from log_event");
    }
}
