package io.logaggregator.benchmarks;

import static java.util.Objects.requireNonNull;

import io.logaggregator.benchmarks.micro.DecodeBenchmark;
import io.logaggregator.benchmarks.micro.LayoutBenchmark;
import io.logaggregator.benchmarks.micro.LayoutBenchmark.Layout;
import io.logaggregator.benchmarks.micro.RulesBenchmark;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.store.postgres.ingest.CopyBenchmark;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH benchmarks: time and allocation per message of each ingest step, on one core. */
final class MicroBenchmark {

    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final TimeValue iteration;
    private final Report report;

    private MicroBenchmark(TimeValue iteration, Report report) {
        this.iteration = iteration;
        this.report = report;
    }

    static void run(Arguments arguments, Report report) throws RunnerException {
        MicroBenchmark benchmark = new MicroBenchmark(TimeValue.seconds(arguments.number("seconds")), report);
        benchmark.measure("decode a log message", DecodeBenchmark.class, "logMessage");
        for (Layout layout : Layout.values()) {
            benchmark.measure(
                    "decode %s (%d bytes)".formatted(layout, layout.length()),
                    LayoutBenchmark.class,
                    "logRecord",
                    options -> options.param("layout", layout.name()));
        }
        benchmark.measure("decode an agent message of 400 processes", DecodeBenchmark.class, "agentMessage");
        benchmark.measure("encode a log event for COPY", CopyBenchmark.class, "logEvent");
        benchmark.measure("encode a snapshot of 400 processes for COPY", CopyBenchmark.class, "processSnapshot");
        benchmark.measure("evaluate 20 rules on a log message", RulesBenchmark.class, "logMessage");
        benchmark.measure("evaluate 20 rules on a small agent message", RulesBenchmark.class, "agentMessage");
    }

    private void measure(String what, Class<?> benchmarks, String method) throws RunnerException {
        measure(what, benchmarks, method, _ -> {});
    }

    private void measure(String what, Class<?> benchmarks, String method, Consumer<ChainedOptionsBuilder> parameters)
            throws RunnerException {
        report.progress("%s: %d times %s".formatted(what, WARM_UPS + ITERATIONS, iteration));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmarks.getName() + '.' + method)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        parameters.accept(options);
        RunResult result = new Runner(options.build()).runSingle();
        double nanos = result.getPrimaryResult().getScore();
        double bytes = requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED)
                .getScore();
        report.add(Row.of(what, "%,.0f ns, %,.0f bytes allocated".formatted(nanos, bytes)));
    }
}
