package io.logaggregator.server.settings;

import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.wire.WireFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code aggregator.queue}: where messages come from and go to. */
public record QueueSettings(Kafka kafka) {

    /**
     * {@code aggregator.queue.kafka}.
     *
     * @param bootstrapServers {@code host:port}, comma separated
     * @param instanceId name of this instance in the group, so that a quick restart moves no partitions; none if blank
     * @param topics a list and not a map, so that naming topics replaces the default ones, and works as one environment
     *     variable
     * @param publishTimeout how long an append may take
     * @param propertiesFile Kafka's usual client properties file
     * @param properties Kafka's own client properties; they win over those of the file
     */
    public record Kafka(
            String bootstrapServers,
            String groupId,
            String instanceId,
            List<TopicFormat> topics,
            Duration publishTimeout,
            OptionalFile propertiesFile,
            @DefaultValue Map<String, String> properties) {

        private static final String PREFIX = "aggregator.queue.kafka.";

        public Kafka {
            Check.present(PREFIX + "bootstrap-servers", bootstrapServers, "host:port of at least one broker");
            Check.present(PREFIX + "group-id", groupId, "the name of a consumer group");
            Check.that(!topics.isEmpty(), PREFIX + "topics", "nothing", "at least one topic=format");
            Set<String> names = new HashSet<>();
            topics.forEach(topic -> Check.that(
                    names.add(topic.topic()), PREFIX + "topics", topic.topic() + " twice", "each topic once"));
            Check.range(PREFIX + "publish-timeout", publishTimeout, Duration.ofMillis(100), Duration.ofMinutes(2));
            topics = List.copyOf(topics);
            properties = Map.copyOf(properties);
        }

        /**
         * What the queue is told.
         *
         * @throws InvalidSettingException when the file of properties cannot be read
         */
        public KafkaQueueConfig queueConfig(IngestSettings ingest) {
            return new KafkaQueueConfig(
                    bootstrapServers,
                    groupId,
                    topics.stream().map(TopicFormat::topic).collect(Collectors.toSet()),
                    Optional.of(instanceId).filter(id -> !id.isBlank()),
                    ingest.batchMessages(),
                    Math.toIntExact(ingest.batchBytes().toBytes()),
                    publishTimeout,
                    clientProperties());
        }

        private Map<String, String> clientProperties() {
            Map<String, String> all =
                    new HashMap<>(propertiesFile.path().map(Kafka::read).orElse(Map.of()));
            all.putAll(properties);
            return all;
        }

        private static Map<String, String> read(Path file) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new InvalidSettingException(
                        PREFIX + "properties-file: " + file + " (expected: a readable file: " + e + ")", e);
            }
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, properties::getProperty));
        }

        /** The first topic of a format; one that takes any will do. */
        public Optional<TopicFormat> topicOf(WireFormat wanted) {
            return Stream.of(wanted, WireFormat.AUTO)
                    .flatMap(format -> topics.stream().filter(topic -> topic.format() == format))
                    .findFirst();
        }
    }
}
