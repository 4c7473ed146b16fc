package io.logaggregator.faults;

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

/** One run: starts everything, disturbs it while observations flow, waits until it is quiet, and judges. */
final class FaultRun {

    private static final int LOG_SOURCES = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration FRESH_LIMIT = Duration.ofSeconds(60);
    /** The database with its log to begin with, and what is issued in a minute, several times over. */
    private static final long DISK_BYTES = 640L << 20;

    private static final long DISK_BYTES_A_MINUTE = 32L << 20;

    private final FaultRunSettings settings;
    private final Path directory;
    private final Consumer<String> print;
    private final InstantSource clock = InstantSource.system();
    private final Differences differences = new Differences();

    /** @param directory emptied first; what the processes printed is in it afterwards */
    FaultRun(FaultRunSettings settings, Path directory, Consumer<String> print) {
        this.settings = settings;
        this.directory = directory.toAbsolutePath();
        this.print = print;
    }

    Report run() throws IOException, InterruptedException, SQLException {
        Installation.clear(directory);
        Instant begun = clock.instant();
        long diskBytes = DISK_BYTES + DISK_BYTES_A_MINUTE * settings.time().toMinutes();
        try (WebhookReceiver receiver = new WebhookReceiver();
                Installation installation = new Installation(directory, diskBytes);
                PostgresStore store = installation.openStore()) {
            store.migrate();
            VerifiedRules.create(store, receiver.url(), clock.instant());
            installation.startAggregators();
            return run(begun, receiver, installation, store);
        }
    }

    private Report run(Instant begun, WebhookReceiver receiver, Installation installation, PostgresStore store)
            throws InterruptedException, SQLException {
        List<LogSource> logs =
                IntStream.rangeClosed(1, LOG_SOURCES).mapToObj(LogSource::new).toList();
        CpuSource cpu = new CpuSource(new SplittableRandom(settings.seed()), clock);
        List<Source> all = new ArrayList<>(logs);
        all.add(cpu);
        Stored stored = new Stored(installation.jdbcUrl());
        Disturbance disturbance = new Disturbance(installation, print, clock);
        FaultVerifier judge = new FaultVerifier(stored, store, receiver, logs, cpu, differences);
        try (Sources sources = new Sources(installation.broker().bootstrapServers(), all);
                Flow flow = new Flow(installation.jdbcUrl(), clock)) {
            Patience.pause(WARM_UP);
            disturbance.run(FaultPlan.draw(settings, kinds(installation)));
            print.accept("All is healed; waiting until all is stored and told.");
            differences.name("faults not healed", disturbance.failures());
            differences.name("sources that could not issue", sources.end());
            judge.awaitQuiet();
            differences.name("servers that ended by themselves", installation.fallen());
            FaultVerifier.Counts counts = judge.judge();
            return new Report(
                    settings,
                    begun,
                    clock.instant(),
                    disturbance.healed(),
                    flow,
                    counts,
                    receiver.calls(),
                    installation.disk().isEmpty(),
                    fresh(installation),
                    differences.sentences());
        }
    }

    private static Set<FaultKind> kinds(Installation installation) {
        return installation.disk().isPresent()
                ? EnumSet.allOf(FaultKind.class)
                : EnumSet.complementOf(EnumSet.of(FaultKind.FULL_DISK, FaultKind.FULL_LOG));
    }

    /** How long a new message takes until each instance shows it. */
    private List<Duration> fresh(Installation installation) throws InterruptedException {
        List<Duration> taken = new ArrayList<>();
        try (Producer producer = new Producer(installation.broker().bootstrapServers())) {
            for (Aggregator aggregator : installation.aggregators()) {
                String host = "fresh-" + taken.size();
                long begin = System.nanoTime();
                producer.append(Broker.LOGS, List.of(new Producer.Item(host, """
                        {"host":"%s","message":"still here"}""".formatted(host))));
                boolean shown = Patience.until(FRESH_LIMIT, () -> aggregator.shows(host));
                differences.require(shown, "aggregator " + (taken.size() + 1) + " does not show a new message");
                taken.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return taken;
    }
}
