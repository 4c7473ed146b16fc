package io.logaggregator.server.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.util.List;
import java.util.Optional;

/**
 * Who sends telemetry, and whose he may send.
 *
 * @param usualEnvironment that of what names none
 */
record Sender(ApiKey key, String usualEnvironment) {

    private static final String ENVIRONMENT = "deployment.environment.name";

    /** Why he may not send these observations, which came as one element; empty if he may. */
    Optional<String> refusal(List<Observation> observations) {
        String ofMetrics = environmentOfMetrics(observations);
        for (Observation observation : observations) {
            String environment = observation instanceof LogEvent event ? orUsual(event.environment()) : ofMetrics;
            if (!key.maySendFor(observation.host(), environment)) {
                return Optional.of("host: " + observation.host() + ", environment: " + environment
                        + " (expected: host " + key.host().pattern() + ", environment "
                        + key.environment().pattern() + ", for which this key is)");
            }
        }
        return Optional.empty();
    }

    /** Metrics have no environment of their own: a message names it once, among what describes its host. */
    private String environmentOfMetrics(List<Observation> observations) {
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                String environment = sample.attributes().get(ENVIRONMENT);
                if (environment != null) {
                    return orUsual(environment);
                }
            }
        }
        return usualEnvironment;
    }

    private String orUsual(String environment) {
        return environment.isEmpty() ? usualEnvironment : environment;
    }
}
