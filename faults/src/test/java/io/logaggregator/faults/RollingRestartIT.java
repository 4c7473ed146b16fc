package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances are replaced one after the other, as Kubernetes does it, while messages flow over Kafka and over HTTP. */
class RollingRestartIT {

    private static final Path DEPLOYMENT = Path.of("../deploy/kubernetes/base/server/deployment.yaml");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long DISK_BYTES = 640L << 20;

    private final InstantSource clock = InstantSource.system();
    private final Differences differences = new Differences();

    @Test
    void replacedOneAfterTheOtherNothingIsRefusedLostDoubledOrAlertedOtherwise(@TempDir Path directory)
            throws Exception {
        Duration drainLimit = seconds("terminationGracePeriodSeconds: (\\d+)")
                .minus(seconds("preStop:\\s+sleep:\\s+seconds: (\\d+)"));
        try (WebhookReceiver receiver = new WebhookReceiver();
                Installation installation = new Installation(directory, DISK_BYTES);
                PostgresStore store = installation.openStore()) {
            store.migrate();
            VerifiedRules.create(store, receiver.url(), clock.instant());
            installation.startAggregators();
            LogSource logs = new LogSource(1);
            CpuSource cpu = new CpuSource(new SplittableRandom(2), clock);
            PostedLogs posted = new PostedLogs(installation.aggregators());
            Stored stored = new Stored(installation.jdbcUrl());
            FaultVerifier judge = new FaultVerifier(stored, store, receiver, List.of(logs, posted), cpu, differences);

            try (Sources sources = new Sources(installation.broker().bootstrapServers(), List.of(logs, cpu, posted))) {
                for (Aggregator aggregator : installation.aggregators()) {
                    awaitFlow(stored, posted);
                    posted.takeOutOfService(aggregator);
                    assertThat(aggregator.terminate(drainLimit)).isLessThan(drainLimit);
                    awaitFlow(stored, posted);
                    aggregator.start();
                    installation.awaitReady();
                    posted.putIntoService(aggregator);
                }
                awaitFlow(stored, posted);
                assertThat(sources.end()).isEmpty();
            }
            judge.awaitQuiet();
            FaultVerifier.Counts counts = judge.judge();

            assertThat(differences.sentences()).isEmpty();
            assertThat(posted.refusals()).isEmpty();
            assertThat(counts.transitions()).isPositive();
        }
    }

    /** Until more has come in over both ways, and more was stored. */
    private static void awaitFlow(Stored stored, PostedLogs posted) throws SQLException {
        long storedBefore = stored.messages();
        long postedBefore = posted.issued();
        await().atMost(LIMIT)
                .until(() -> !posted.refusals().isEmpty()
                        || (stored.messages() > storedBefore + 200 && posted.issued() > postedBefore + 100));
        assertThat(posted.refusals()).isEmpty();
    }

    /** What the manifest grants. */
    private static Duration seconds(String pattern) throws IOException {
        Matcher seconds = Pattern.compile(pattern).matcher(Files.readString(DEPLOYMENT));
        assertThat(seconds.find()).as(pattern).isTrue();
        return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    }
}
