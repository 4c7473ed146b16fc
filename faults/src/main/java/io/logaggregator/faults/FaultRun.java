package io.logaggregator.faults;

import io.logaggregator.faults.system.Aggregator;
import io.logaggregator.faults.system.Await;
import io.logaggregator.faults.system.Broker;
import io.logaggregator.faults.system.Installation;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One run: starts the installation and the workloads, injects faults, waits for completion, and verifies the results. */
final class FaultRun {

    private static final int LOG_WORKLOADS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration NEW_MESSAGE_TIMEOUT = Duration.ofSeconds(60);
    /** The empty database with its WAL; several times the data of a minute. */
    private static final long DISK_BYTES = 640L << 20;

    private static final long DISK_BYTES_PER_MINUTE = 32L << 20;

    private final FaultRunSettings settings;
    private final Path directory;
    private final Consumer<String> output;
    private final InstantSource clock = InstantSource.system();
    private final Differences differences = new Differences();

    /** @param directory emptied first; contains the output of the processes afterwards */
    FaultRun(FaultRunSettings settings, Path directory, Consumer<String> output) {
        this.settings = settings;
        this.directory = directory.toAbsolutePath();
        this.output = output;
    }

    Report run() throws IOException, InterruptedException, SQLException {
        Installation.clear(directory);
        Instant start = clock.instant();
        long diskBytes = DISK_BYTES + DISK_BYTES_PER_MINUTE * settings.time().toMinutes();
        try (WebhookReceiver receiver = new WebhookReceiver();
                WebhookReceiver attacked = new WebhookReceiver();
                Installation installation = new Installation(directory, diskBytes);
                PostgresStore store = installation.openStore()) {
            store.migrate();
            TestRules.create(store, List.of(receiver.url(), attacked.url()), clock.instant());
            installation.startAggregators();
            return run(start, List.of(receiver, attacked), installation, store);
        }
    }

    private Report run(Instant start, List<WebhookReceiver> receivers, Installation installation, PostgresStore store)
            throws InterruptedException, SQLException {
        List<LogWorkload> logs = IntStream.rangeClosed(1, LOG_WORKLOADS)
                .mapToObj(LogWorkload::new)
                .toList();
        CpuWorkload cpu = new CpuWorkload(new SplittableRandom(settings.seed()), clock);
        List<Workload> all = new ArrayList<>(logs);
        all.add(cpu);
        StoredData stored = new StoredData(installation.jdbcUrl());
        FaultVerifier verifier = new FaultVerifier(stored, store, receivers, logs, cpu, differences);
        try (Attacks attacks = new Attacks(installation.broker().bootstrapServers(), receivers.getLast());
                Workloads workloads = new Workloads(installation.broker().bootstrapServers(), all);
                ProgressMonitor progress = new ProgressMonitor(installation.jdbcUrl(), clock)) {
            FaultInjector injector = new FaultInjector(installation, attacks, output, clock);
            Await.pause(WARM_UP);
            injector.run(FaultPlan.draw(settings, kinds(installation)));
            output.accept("All faults have ended; waiting for storage and notifications.");
            differences.reject("faults not ended", injector.failures());
            differences.reject("failed workloads", workloads.end());
            verifier.awaitCompletion(attacks.messages());
            differences.require(
                    attacks.slowestLiveness().isPresent(), "an attacked aggregator was not live within 15 s");
            differences.reject("servers that exited", installation.exited());
            FaultVerifier.Counts counts = verifier.verify();
            return new Report(
                    settings,
                    start,
                    clock.instant(),
                    injector.injected(),
                    progress,
                    counts,
                    receivers.stream().mapToLong(WebhookReceiver::calls).sum(),
                    receivers.size(),
                    attacks.slowestLiveness(),
                    installation.disk().isEmpty(),
                    newMessageDelays(installation),
                    differences.sentences());
        }
    }

    private static Set<Fault.Kind> kinds(Installation installation) {
        return installation.disk().isPresent()
                ? EnumSet.allOf(Fault.Kind.class)
                : EnumSet.complementOf(EnumSet.of(Fault.Kind.DISK_FULL, Fault.Kind.WAL_FULL));
    }

    /** Time until a new message is visible on each instance. */
    private List<Duration> newMessageDelays(Installation installation) throws InterruptedException {
        List<Duration> delays = new ArrayList<>();
        try (Producer producer = new Producer(installation.broker().bootstrapServers())) {
            for (Aggregator aggregator : installation.aggregators()) {
                String host = "new-" + delays.size();
                long begin = System.nanoTime();
                producer.append(Broker.LOGS, List.of(new Producer.Item(host, """
                        {"host":"%s","message":"still running"}""".formatted(host))));
                boolean visible = Await.until(NEW_MESSAGE_TIMEOUT, () -> aggregator.returnsLogOf(host));
                differences.require(visible, "aggregator " + (delays.size() + 1) + " does not return a new message");
                delays.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return delays;
    }
}
