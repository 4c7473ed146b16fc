package io.logaggregator.benchmarks;

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
 * Processor time by what it goes to, as Linux counts it in ticks of 10 ms: that of PostgreSQL, and that of this program by
 * the names of its threads. What is left for threads that have ended is the loops of ingest, which end with each drain, or
 * whatever else was measured.
 *
 * @param seconds by part
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessorTime(Map<String, Double> seconds) {

    private static final double TICKS = 100;

    // Of the fields behind the name, which may hold blanks itself.
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_ENDED_CHILDREN = 13;
    private static final int SYSTEM_OF_ENDED_CHILDREN = 14;

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

    /** What a piece of work takes, beside all that goes on anyway. */
    static ProcessorTime of(ScratchDatabase database, Callable<?> work) throws Exception {
        ProcessorTime before = until(database);
        work.call();
        Map<String, Double> seconds = new TreeMap<>();
        until(database)
                .seconds
                .forEach((part, until) -> seconds.put(part, until - before.seconds.getOrDefault(part, 0.0)));
        return new ProcessorTime(seconds);
    }

    private static ProcessorTime until(ScratchDatabase database) throws Exception {
        Map<String, Double> seconds = new TreeMap<>();
        seconds.put("PostgreSQL", ofPostgres(Stat.read(process(database.number("select pg_backend_pid()")))));
        double rest = Stat.read(Path.of("/proc/self")).seconds(USER, SYSTEM);
        for (Path thread : list(Path.of("/proc/self/task"))) {
            try {
                Stat stat = Stat.read(thread);
                double used = stat.seconds(USER, SYSTEM);
                seconds.merge(part(stat.name), used, Double::sum);
                rest -= used;
            } catch (NoSuchFileException ended) {
                // it counts as the rest
            }
        }
        seconds.put("work", rest);
        return new ProcessorTime(seconds);
    }

    /** Of the whole server to which a backend belongs, with the backends that have ended. */
    private static double ofPostgres(Stat backend) throws IOException {
        String server = backend.fields.get(PARENT);
        double seconds = Stat.read(process(Long.parseLong(server)))
                .seconds(USER, SYSTEM, USER_OF_ENDED_CHILDREN, SYSTEM_OF_ENDED_CHILDREN);
        for (Path process : list(Path.of("/proc"))) {
            try {
                Stat stat = Stat.read(process);
                seconds += stat.fields.get(PARENT).equals(server) ? stat.seconds(USER, SYSTEM) : 0;
            } catch (IOException endedOrNoProcess) {
                // nothing to be counted
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

    private static Path process(long id) {
        return Path.of("/proc", Long.toString(id));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** In microseconds for each of so many rows. */
    double microsEach(long rows) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum() / rows * 1e6;
    }

    /** The parts, in microseconds for each of so many rows, the largest first. */
    String partsEach(long rows) {
        return seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(part -> "%s %.1f".formatted(part.getKey(), part.getValue() / rows * 1e6))
                .collect(Collectors.joining(", "));
    }
}
