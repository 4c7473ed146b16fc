package io.logaggregator.wire;

import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Where the parts of a report put what they have found out about its host at its time. */
record HostObservationBuilder(String host, Instant at, String environment, DecodeResultBuilder findings) {

    private static final String APPLICATION = "agent";

    /** Adds a sample if there is a value. */
    void add(String metric, OptionalDouble value) {
        add(metric, value, Collections.emptySortedMap());
    }

    /** Adds a sample if there is a value. */
    void add(String metric, OptionalDouble value, Map<String, String> attributes) {
        if (value.isPresent()) {
            findings.add(new MetricSample(host, metric, value.getAsDouble(), at, attributes));
        }
    }

    void add(List<ProcessSnapshot.Entry> processes) {
        findings.add(new ProcessSnapshot(host, at, processes));
    }

    void add(AgentNotice notice) {
        Instant observedAt = notice.at().orElse(at);
        findings.add(new LogEvent(
                findings.nextId(observedAt),
                observedAt,
                findings.message().receivedAt(),
                host,
                notice.level(),
                notice.message(),
                environment,
                APPLICATION,
                notice.component(),
                "",
                notice.tags(),
                notice.attributes()));
    }
}
