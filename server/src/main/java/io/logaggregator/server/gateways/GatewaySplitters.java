package io.logaggregator.server.gateways;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.gateways.message.ElementBatch;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.server.ingest.api.IngestScope;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.wire.WireFormat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Splits elements as their key requires, and counts their events. Thread-safe. */
public final class GatewaySplitters {

    private final QueueSettings topics;
    private final String topic;
    private final String defaultEnvironment;
    private final MeterRegistry registry;
    private final InstantSource clock;

    /**
     * @param topic blank for that of the format
     * @param defaultEnvironment of telemetry that names none
     */
    public GatewaySplitters(
            QueueSettings topics,
            String topic,
            String defaultEnvironment,
            MeterRegistry registry,
            InstantSource clock) {
        this.topics = topics;
        this.topic = topic;
        this.defaultEnvironment = defaultEnvironment;
        this.registry = registry;
        this.clock = clock;
    }

    /** A splitter for elements that a key sends. */
    public MessageSplitter of(ElementBatch batch, ApiKey key) {
        WireFormat format = WireFormat.parse(batch.format());
        IngestScope scope = new IngestScope(key, defaultEnvironment);
        return new MessageSplitter(
                batch, format.decoder(), topicFor(format), hostOf(key), scope::violation, clock.instant());
    }

    private String topicFor(WireFormat format) {
        return topic.isBlank() ? topics.topicFor(format) : topic;
    }

    /** The host that a key is for, if it is for one only. */
    private static String hostOf(ApiKey key) {
        String pattern = key.host().pattern();
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0 ? pattern : "";
    }

    /** Counts the events of a result. */
    public void count(String protocol, Outcome outcome) {
        count(protocol, "stored", outcome.events());
        count(protocol, "refused", outcome.refusedEvents());
    }

    private void count(String protocol, String result, long events) {
        Counter.builder("aggregator.gateway.events")
                .description("Log events and metrics received by gateways, by result: stored in the queue, or refused")
                .tag("protocol", protocol)
                .tag("result", result)
                .register(registry)
                .increment((double) events);
    }
}
