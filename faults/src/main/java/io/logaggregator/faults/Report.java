package io.logaggregator.faults;

import io.logaggregator.faults.FaultInjector.InjectedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run as Markdown.
 *
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
        boolean diskSkipped,
        List<Duration> newMessageDelays,
        List<String> differences) {

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# Fault injection: " + (differences.isEmpty() ? "all guarantees held" : "guarantees violated"));
        lines.add("");
        lines.add("```sh");
        lines.add("./mvnw -q -Pfaults -Dspring-boot.run.arguments=\"%d %d %d\""
                .formatted(settings.seed(), settings.faults(), settings.time().toMinutes()));
        lines.add("```");
        lines.add("");
        lines.add(start.truncatedTo(ChronoUnit.SECONDS) + " to " + end.truncatedTo(ChronoUnit.SECONDS) + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + ' '
                + System.getProperty("os.arch") + ", JDK " + Runtime.version().feature() + '.');
        lines.add("");
        lines.add("| fault | count | longest stall of a partition |");
        lines.add("|---|---|---|");
        for (Fault.Kind kind : Fault.Kind.values()) {
            lines.add(line(kind));
        }
        lines.add("");
        lines.add("| check | expected | found |");
        lines.add("|---|---|---|");
        lines.add(row("log messages", counts.logsIssued(), counts.logsStored()));
        lines.add(row("samples", counts.samplesIssued(), counts.samplesStored()));
        lines.add(row("alert transitions", counts.transitions(), counts.stored()));
        lines.add(row("webhook calls (minimum)", counts.transitions(), webhookCalls));
        lines.add("");
        lines.add("Longest stall: " + text(progress.longest(start, end))
                + ". A new message was visible on each instance after "
                + String.join(
                        " and ", newMessageDelays.stream().map(Report::seconds).toList()) + '.');
        lines.add("");
        if (differences.isEmpty()) {
            lines.add(
                    "No differences: each observation is stored once, the alerts equal those of a run without faults, each "
                            + "was notified, and the ledger is balanced.");
        } else {
            lines.add("Differences:");
            lines.add("");
            differences.forEach(difference -> lines.add("- " + difference));
        }
        return lines;
    }

    private String line(Fault.Kind kind) {
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

    private static String row(String what, long expected, long found) {
        return "| %s | %,d | %,d |".formatted(what, expected, found);
    }

    private static String text(Optional<Duration> longest) {
        return longest.map(Report::seconds).orElse("under a second");
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
