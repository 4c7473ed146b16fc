package io.logaggregator.benchmarks.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CPU time by component, as Linux counts it in ticks of 10 ms: PostgreSQL, and this program by thread name. Threads that
 * have ended are the ingest loops, which end with each run, or other measured work.
 *
 * @param seconds by component
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public record CpuTime(Map<String, Double> seconds) {

    private static final double TICKS = 100;

    // Index of a field after the name, which may contain blanks.
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED_CHILDREN = 13;
    private static final int SYSTEM_OF_ENDED_CHILDREN = 14;

    /** The process id of the server, which lives longer than any backend. */
    private static final String SERVER_PROCESS =
            "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint";

    private record Stat(String name, List<String> fields) {

        static Stat read(Path process) throws IOException {
            String line = Files.readString(process.resolve("stat"));
            int end = line.lastIndexOf(')');
            return new Stat(
                    line.substring(line.indexOf('(') + 1, end),
                    List.of(line.substring(end + 2).split(" ")));
        }

        double seconds(int... fieldNumbers) {
            double ticks = 0;
            for (int number : fieldNumbers) {
                ticks += Long.parseLong(fields.get(number));
            }
            return ticks / TICKS;
        }
    }

    /** CPU time used while the work runs. */
    public static CpuTime of(ScratchDatabase database, Callable<?> work) throws Exception {
        CpuTime before = current(database);
        work.call();
        Map<String, Double> seconds = new TreeMap<>();
        current(database)
                .seconds
                .forEach((part, after) -> seconds.put(part, after - before.seconds.getOrDefault(part, 0.0)));
        return new CpuTime(seconds);
    }

    private static CpuTime current(ScratchDatabase database) throws Exception {
        Map<String, Double> seconds = new TreeMap<>();
        seconds.put("PostgreSQL", ofPostgres(database));
        double rest = Stat.read(Path.of("/proc/self")).seconds(USER, SYSTEM);
        for (Path thread : list(Path.of("/proc/self/task"))) {
            try {
                Stat stat = Stat.read(thread);
                double used = stat.seconds(USER, SYSTEM);
                seconds.merge(part(stat.name), used, Double::sum);
                rest -= used;
            } catch (NoSuchFileException ended) {
                // counted as ended
            }
        }
        seconds.put("work", rest);
        return new CpuTime(seconds);
    }

    /** Seconds that the whole database server has used, including backends that have ended. */
    public static double ofPostgres(ScratchDatabase database) throws IOException {
        return ofPostgres(database.number(SERVER_PROCESS));
    }

    /** Seconds that a process has used. */
    public static double ofProcess(long pid) throws IOException {
        return Stat.read(Path.of("/proc", Long.toString(pid))).seconds(USER, SYSTEM);
    }

    private static double ofPostgres(long server) throws IOException {
        String parent = Long.toString(server);
        double seconds = Stat.read(Path.of("/proc", parent))
                .seconds(USER, SYSTEM, USER_OF_ENDED_CHILDREN, SYSTEM_OF_ENDED_CHILDREN);
        for (Path process : list(Path.of("/proc"))) {
            try {
                Stat stat = Stat.read(process);
                seconds += stat.fields.get(PARENT).equals(parent) ? stat.seconds(USER, SYSTEM) : 0;
            } catch (IOException endedOrNoProcess) {
                // the process has ended, or the entry is not a process
            }
        }
        return seconds;
    }

    private static String part(String thread) {
        if (thread.startsWith("G1 ") || thread.startsWith("GC ") || thread.startsWith("VM ")) {
            return "garbage collection";
        }
        return thread.contains("CompilerThre") ? "compilers" : "broker and others";
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** Microseconds per row. */
    public double microsPerRow(long rows) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum() / rows * 1e6;
    }

    /** Components in microseconds per row, the largest first. */
    public String partsPerRow(long rows) {
        return seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(part -> "%s %.1f".formatted(part.getKey(), part.getValue() / rows * 1e6))
                .collect(Collectors.joining(", "));
    }
}
