package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.faults.system.Aggregator;
import io.logaggregator.faults.system.Installation;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts the instances one by one, as Kubernetes does, while messages arrive over Kafka and HTTP. */
@Tag("cluster")
@Tag("slow")
class RollingRestartIT {

    private static final Path DEPLOYMENT = Path.of("../deploy/kubernetes/base/server/deployment.yaml");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final long DISK_BYTES = 640L << 20;

    private final InstantSource clock = InstantSource.system();
    private final Differences differences = new Differences();

    @Test
    void rollingRestart_rejectsAndLosesNothing(@TempDir Path directory) throws Exception {
        Duration drainTimeout = seconds("terminationGracePeriodSeconds: (\\d+)")
                .minus(seconds("preStop:\\s+sleep:\\s+seconds: (\\d+)"));
        try (WebhookReceiver receiver = new WebhookReceiver();
                Installation installation = new Installation(directory, DISK_BYTES);
                PostgresStore store = installation.openStore()) {
            store.migrate();
            TestRules.create(store, List.of(receiver.url()), clock.instant());
            installation.startAggregators();
            LogWorkload logs = new LogWorkload(1);
            CpuWorkload cpu = new CpuWorkload(new SplittableRandom(2), clock);
            PostedLogs posted = new PostedLogs(installation.aggregators());
            StoredData stored = new StoredData(installation.jdbcUrl());
            FaultVerifier verifier =
                    new FaultVerifier(stored, store, List.of(receiver), List.of(logs, posted), cpu, differences);

            try (Workloads workloads =
                    new Workloads(installation.broker().bootstrapServers(), List.of(logs, cpu, posted))) {
                for (Aggregator aggregator : installation.aggregators()) {
                    awaitProgress(stored, posted);
                    posted.takeOutOfService(aggregator);
                    assertThat(aggregator.terminate(drainTimeout)).isLessThan(drainTimeout);
                    awaitProgress(stored, posted);
                    aggregator.start();
                    installation.awaitReady();
                    posted.putIntoService(aggregator);
                }
                awaitProgress(stored, posted);
                assertThat(workloads.end()).isEmpty();
            }
            verifier.awaitCompletion(0);
            FaultVerifier.Counts counts = verifier.verify();

            assertThat(differences.sentences()).isEmpty();
            assertThat(posted.errors()).isEmpty();
            assertThat(counts.transitions()).isPositive();
        }
    }

    /** Waits until more messages have arrived over both ways and more are stored. */
    private static void awaitProgress(StoredData stored, PostedLogs posted) throws SQLException {
        long storedBefore = stored.messages();
        long postedBefore = posted.issued();
        await().atMost(TIMEOUT)
                .until(() -> !posted.errors().isEmpty()
                        || (stored.messages() > storedBefore + 200 && posted.issued() > postedBefore + 100));
        assertThat(posted.errors()).isEmpty();
    }

    /** A number of seconds in the manifest. */
    private static Duration seconds(String pattern) throws IOException {
        Matcher seconds = Pattern.compile(pattern).matcher(Files.readString(DEPLOYMENT));
        assertThat(seconds.find()).as(pattern).isTrue();
        return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    }
}
