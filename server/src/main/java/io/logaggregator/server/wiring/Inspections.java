package io.logaggregator.server.wiring;

import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.queue.kafka.KafkaInspection;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.InvalidSettingException;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.TopicFormat;
import io.logaggregator.store.postgres.PostgresInspection;
import io.logaggregator.wire.WireFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the database and the queue that the settings name, and changes nothing there. */
public final class Inspections {

    private Inspections() {}

    /** What was found of the database. */
    public static List<CheckResult> ofDatabase(AggregatorSettings settings) {
        return new PostgresInspection(settings.database().storeConfig()).inspect();
    }

    /**
     * What was found of the queue.
     *
     * @throws InvalidSettingException when the file of properties cannot be read
     */
    public static List<CheckResult> ofQueue(AggregatorSettings settings) {
        QueueSettings.Kafka kafka = settings.queue().kafka();
        return new KafkaInspection(kafka.queueConfig(settings.ingest()), written(kafka)).inspect();
    }

    /** Where what comes in over HTTP goes to. */
    private static Set<String> written(QueueSettings.Kafka kafka) {
        return Stream.of(WireFormat.LOG, WireFormat.AGENT)
                .flatMap(format -> kafka.topicOf(format).stream())
                .map(TopicFormat::topic)
                .collect(Collectors.toSet());
    }
}
