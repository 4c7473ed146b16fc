package io.logaggregator.benchmarks;

import java.util.List;

/** All benchmarks, or those that are named. */
final class Benchmarks {

    private static final String USAGE =
            "expected: ingest, alerts or all, messages, rounds; or queries, logs, seconds; or delay, samples";

    private Benchmarks() {}

    /** Arguments, all optional: which benchmark, how many messages, logs or samples, how many rounds or seconds. */
    @SuppressWarnings("CatchAndPrintStackTrace") // the exit that follows would swallow it
    public static void main(String[] arguments) {
        int status = 1;
        try {
            run(List.of(arguments));
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            System.exit(status); // the shared servers stop with the JVM, and it with nothing else
        }
    }

    private static void run(List<String> arguments) throws Exception {
        String name = arguments.isEmpty() ? "all" : arguments.getFirst();
        switch (name) {
            case "ingest" -> IngestBenchmark.run(number(arguments, 1, 500_000), number(arguments, 2, 3));
            case "alerts" -> AlertsBenchmark.run(number(arguments, 1, 500_000), number(arguments, 2, 3));
            case "all" -> {
                IngestBenchmark.run(number(arguments, 1, 500_000), number(arguments, 2, 3));
                AlertsBenchmark.run(number(arguments, 1, 500_000), number(arguments, 2, 3));
            }
            case "queries" -> QueriesBenchmark.run(number(arguments, 1, 5_000_000), number(arguments, 2, 20));
            case "delay" -> AlertDelay.run(number(arguments, 1, 500));
            default -> throw new IllegalArgumentException(name + ": unknown (" + USAGE + ")");
        }
    }

    private static int number(List<String> arguments, int index, int standard) {
        return arguments.size() > index ? Integer.parseInt(arguments.get(index)) : standard;
    }
}
