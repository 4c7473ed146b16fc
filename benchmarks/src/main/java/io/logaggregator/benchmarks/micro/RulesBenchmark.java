package io.logaggregator.benchmarks.micro;

import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.benchmarks.sample.SampleObservations;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.benchmarks.sample.SampleRules;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Evaluation of 20 rules, 10 on logs and 10 on metrics. */
@State(Scope.Thread)
public class RulesBenchmark {

    private static final int MESSAGES = 5_000;
    private static final int HOSTS = 1_000;

    private final RuleSet rules = RuleSet.of(1, SampleRules.twenty().rules(), new QueryMatching(new JsonAttributes()));
    private final List<Observation> logs =
            SampleObservations.of(SampleLogs.since(Instant.now(), 1)).next(MESSAGES);
    private final List<Observation> metrics = SampleObservations.of(SampleReports.small(HOSTS, 0.2, Instant.now()))
            .next(MESSAGES);

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public List<Signal> logMessage() {
        return rules.signals(logs, TrackedHosts.NONE);
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public List<Signal> agentMessage() {
        return rules.signals(metrics, TrackedHosts.NONE);
    }
}
