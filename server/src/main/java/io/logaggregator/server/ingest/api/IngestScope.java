package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.util.List;
import java.util.Optional;

/** The hosts and environments whose telemetry a key may send. */
public record IngestScope(ApiKey key, String defaultEnvironment) {

    private static final String ENVIRONMENT = "deployment.environment.name";

    /** The reason why the key may not send the observations of an element; empty if it may. */
    public Optional<String> violation(List<Observation> observations) {
        String ofMetrics = environmentOfMetrics(observations);
        for (Observation observation : observations) {
            String environment = observation instanceof LogEvent event
                    ? orDefault(event.text(LogField.Text.ENVIRONMENT))
                    : ofMetrics;
            if (!key.maySendFor(observation.host(), environment)) {
                return Optional.of("host: " + observation.host() + ", environment: " + environment
                        + " (expected: host " + key.host().pattern() + ", environment "
                        + key.environment().pattern() + ", the scope of this key)");
            }
        }
        return Optional.empty();
    }

    /** The environment of metrics: a message states it once, among the attributes of its host. */
    private String environmentOfMetrics(List<Observation> observations) {
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                String environment = sample.attributes().get(ENVIRONMENT);
                if (environment != null) {
                    return orDefault(environment);
                }
            }
        }
        return defaultEnvironment;
    }

    private String orDefault(String environment) {
        return environment.isEmpty() ? defaultEnvironment : environment;
    }
}
