package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.agent.statsd.StatsdListener;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder.Source;
import java.util.List;

/** Adds metrics and events of programs to the outbox: metrics as OTLP, which states the kind of each series. Thread-safe. */
final class ProgramMetrics implements StatsdListener.Output {

    /** Of a message; the limit of Kafka is 1,048,588 by default. */
    private static final int MAX_BYTES = 500_000;

    private final String host;
    private final String metricsTopic;
    private final String logsTopic;
    private final Outbox outbox;
    private final OtlpMetricsEncoder metricsEncoder = new OtlpMetricsEncoder(MAX_BYTES);
    private final LogMessageEncoder logEncoder = new LogMessageEncoder();

    ProgramMetrics(String host, String metricsTopic, String logsTopic, Outbox outbox) {
        this.host = host;
        this.metricsTopic = metricsTopic;
        this.logsTopic = logsTopic;
        this.outbox = outbox;
    }

    void addMetrics(Source source, List<MetricSample> samples) {
        byte[] key = source.host().getBytes(UTF_8);
        for (byte[] value : metricsEncoder.encode(source, samples)) {
            var message = new OutgoingMessage(metricsTopic, key, value, OtlpMetricsEncoder.FORMAT);
            outbox.addReport(new Item(Item.Kind.REPORT, message, () -> {}));
        }
    }

    @Override
    public void metrics(List<MetricSample> samples) {
        addMetrics(new Source(host, "", ""), samples);
    }

    @Override
    public boolean offer(LogMessage event) {
        byte[] key = event.host().getBytes(UTF_8);
        var message = new OutgoingMessage(logsTopic, key, logEncoder.encode(event));
        return outbox.offerLine(new Item(Item.Kind.LINE, message, () -> {}));
    }
}
