package io.logaggregator.store.postgres.ingest;

import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.benchmarks.sample.SampleObservations;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Encoding of observations in the binary format of COPY. Needs package-private classes of the store. */
@State(Scope.Thread)
public class CopyBenchmark {

    private static final int MESSAGES = 1_000;
    private static final int REPORTS = 100;
    private static final int PROCESSES = 400;

    private final CopyBuffer buffer = new CopyBuffer();
    private final List<LogEvent> logs = only(
            LogEvent.class,
            SampleObservations.of(SampleLogs.since(Instant.now(), 1)).next(MESSAGES));
    private final List<ProcessSnapshot> snapshots = only(
            ProcessSnapshot.class,
            SampleObservations.of(SampleReports.full(REPORTS, PROCESSES, Instant.now()))
                    .next(REPORTS));

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int logEvent() {
        return encode(logs, CopyTable.LOG_EVENT);
    }

    @Benchmark
    @OperationsPerInvocation(REPORTS)
    public int processSnapshot() {
        return encode(snapshots, CopyTable.PROCESS_SNAPSHOT);
    }

    private <T> int encode(List<T> rows, CopyTable<T> table) {
        int bytes = 0;
        for (T row : rows) {
            buffer.clear();
            table.encoder().accept(row, buffer);
            bytes += buffer.size();
        }
        return bytes;
    }

    private static <T extends Observation> List<T> only(Class<T> type, List<Observation> observations) {
        return observations.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
