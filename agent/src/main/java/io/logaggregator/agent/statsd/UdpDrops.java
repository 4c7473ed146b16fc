package io.logaggregator.agent.statsd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Datagrams that the system dropped because the receive buffer of a port was full. Known on Linux only. Not thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class UdpDrops {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int DROPS = 12;

    private final String port;
    private long before;

    UdpDrops(int port) {
        this.port = ':' + String.format(Locale.ROOT, "%04X", port);
        before = total();
    }

    long sinceLastCall() {
        long now = total();
        long drops = Math.max(0, now - before);
        before = now;
        return drops;
    }

    private long total() {
        return TABLES.stream().mapToLong(this::total).sum();
    }

    private long total(Path table) {
        try {
            return drops(Files.readAllLines(table));
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** The sum of all sockets of the port in the lines of a table. */
    long drops(List<String> table) {
        return table.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > DROPS && fields[LOCAL_ADDRESS].endsWith(port))
                .mapToLong(fields -> Long.parseLong(fields[DROPS]))
                .sum();
    }
}
