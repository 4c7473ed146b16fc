package io.logaggregator.faults;

import static java.util.stream.Collectors.joining;

import io.logaggregator.faults.FaultInjector.InjectedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a run as Markdown.
 *
 * @param webhookCalls of all receivers
 * @param slowestLiveness of an attacked instance
 * @param diskSkipped whether a tmpfs could not be mounted
 * @param newMessageDelays time until a new message was visible on each instance
 * @param differences empty if all guarantees held
 */
record Report(
        FaultRunSettings settings,
        Instant start,
        Instant end,
        List<InjectedFault> injected,
        ProgressMonitor progress,
        FaultVerifier.Counts counts,
        long webhookCalls,
        int receivers,
        Optional<Duration> slowestLiveness,
        boolean diskSkipped,
        List<Duration> newMessageDelays,
        List<String> differences) {

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, markdown());
    }

    String markdown() {
        return """
                # Fault injection: %s

                ```sh
                ./mvnw -q -Pfaults -Dspring-boot.run.arguments="%d %d %d"
                ```

                %s to %s, %d processors, %s %s, JDK %d.

                | fault | count | longest stall of a partition |
                |---|---|---|
                %s

                | check | expected | found |
                |---|---|---|
                | log messages | %,d | %,d |
                | samples | %,d | %,d |
                | alert transitions | %,d | %,d |
                | webhook calls (minimum) | %,d | %,d |

                Longest stall: %s. Slowest liveness of an attacked instance: %s. A new message was visible on each instance
                after %s.

                %s
                """.formatted(
                        differences.isEmpty() ? "all guarantees held" : "guarantees violated",
                        settings.seed(),
                        settings.faults(),
                        settings.time().toMinutes(),
                        start.truncatedTo(ChronoUnit.SECONDS),
                        end.truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature(),
                        Stream.of(Fault.Kind.values()).map(this::row).collect(joining("\n")),
                        counts.logsIssued(),
                        counts.logsStored(),
                        counts.samplesIssued(),
                        counts.samplesStored(),
                        counts.transitions(),
                        counts.stored(),
                        counts.transitions() * receivers,
                        webhookCalls,
                        text(progress.longest(start, end)),
                        slowestLiveness.map(Report::seconds).orElse("more than 15 s"),
                        newMessageDelays.stream().map(Report::seconds).collect(joining(" and ")),
                        differences.isEmpty()
                                ? "No differences: each observation is stored once, the alerts equal those of a run without faults, "
                                        + "each was notified, and the ledger is balanced."
                                : "Differences:\n\n- " + String.join("\n- ", differences));
    }

    private String row(Fault.Kind kind) {
        List<InjectedFault> ofKind =
                injected.stream().filter(one -> one.fault().kind() == kind).toList();
        if (diskSkipped && (kind == Fault.Kind.DISK_FULL || kind == Fault.Kind.WAL_FULL)) {
            return "| " + kind.title() + " | skipped: mounting a tmpfs needs root | |";
        }
        Optional<Duration> longest = ofKind.stream()
                .flatMap(one -> progress.longest(one.start(), one.end()).stream())
                .max(Comparator.naturalOrder());
        return "| " + kind.title() + " | " + ofKind.size() + " | " + (ofKind.isEmpty() ? "" : text(longest)) + " |";
    }

    private static String text(Optional<Duration> longest) {
        return longest.map(Report::seconds).orElse("under a second");
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
