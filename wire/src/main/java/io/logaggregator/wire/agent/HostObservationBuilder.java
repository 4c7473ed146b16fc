package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.wire.json.DecodeResultBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Builds the observations of one host at the time of its report. */
record HostObservationBuilder(String host, Instant at, String environment, DecodeResultBuilder result) {

    private static final String APPLICATION = "agent";

    /** Adds a sample if there is a value. */
    void add(String metric, OptionalDouble value) {
        add(metric, value, Collections.emptySortedMap());
    }

    /** Adds a sample if there is a value. */
    void add(String metric, OptionalDouble value, Map<String, String> attributes) {
        add(metric, value, MetricSample.Kind.GAUGE, attributes);
    }

    /** Adds a sample of a counter if there is a value. */
    void addCounter(String metric, OptionalDouble value, Map<String, String> attributes) {
        add(metric, value, MetricSample.Kind.CUMULATIVE, attributes);
    }

    private void add(String metric, OptionalDouble value, MetricSample.Kind kind, Map<String, String> attributes) {
        if (value.isPresent()) {
            result.add(new MetricSample(
                    host,
                    metric,
                    value.getAsDouble(),
                    at,
                    result.message().queuedAt(),
                    kind,
                    new TreeMap<>(attributes),
                    null,
                    result.message().source()));
        }
    }

    void add(List<ProcessSnapshot.Entry> processes) {
        result.add(new ProcessSnapshot(host, at, processes));
    }

    void add(AgentNotice notice) {
        Instant observedAt = notice.at().orElse(at);
        result.add(new LogEvent(
                result.nextId(observedAt),
                observedAt,
                result.message().receivedAt(),
                result.message().queuedAt(),
                host,
                notice.level(),
                notice.message(),
                LogTexts.of(environment, APPLICATION, notice.component()),
                notice.tags(),
                notice.attributes()));
    }
}
