package io.logaggregator.server.listeners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Datagrams that the kernel has dropped for a port, because its buffer was full. Known on Linux only. */
record KernelDrops(int port) {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;

    double count() {
        return TABLES.stream().mapToLong(this::countIn).sum();
    }

    private long countIn(Path table) {
        try {
            return count(Files.readAllLines(table));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** The sum of the last column of the lines of the port. */
    long count(List<String> lines) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return lines.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length > LOCAL_ADDRESS && columns[LOCAL_ADDRESS].endsWith(suffix))
                .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
                .sum();
    }
}
