package io.logaggregator.benchmarks.micro;

import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.benchmarks.sample.SampleObservations;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Decoding of messages to observations. */
@State(Scope.Thread)
public class DecodeBenchmark {

    private static final int MESSAGES = 1_000;
    private static final int REPORTS = 100;
    private static final int PROCESSES = 400;

    private final Decoder logDecoder = WireFormat.LOG.decoder();
    private final Decoder agentDecoder = WireFormat.AGENT.decoder();
    private final List<Message> logs =
            SampleObservations.of(SampleLogs.since(Instant.EPOCH, 1)).messages(MESSAGES);
    private final List<Message> reports = SampleObservations.of(SampleReports.full(REPORTS, PROCESSES, Instant.EPOCH))
            .messages(REPORTS);

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void logMessage(Blackhole blackhole) {
        logs.forEach(message -> blackhole.consume(logDecoder.decode(message)));
    }

    @Benchmark
    @OperationsPerInvocation(REPORTS)
    public void agentMessage(Blackhole blackhole) {
        reports.forEach(message -> blackhole.consume(agentDecoder.decode(message)));
    }
}
