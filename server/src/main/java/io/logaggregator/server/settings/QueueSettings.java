package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.SelfChecked;
import io.logaggregator.wire.WireFormat;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.queue}: the message queue.
 *
 * @param topics a list instead of a map, so that configured topics replace the defaults and fit into one environment variable
 */
public record QueueSettings(
        @NotEmpty(message = "at least one topic=format") List<TopicFormat> topics,
        @Valid Kafka kafka) implements SelfChecked {

    public QueueSettings {
        topics = List.copyOf(topics);
    }

    @Override
    public void check(Errors errors) {
        Set<String> names = new HashSet<>();
        topics.forEach(topic ->
                errors.require(names.add(topic.topic()), "topics", topic.topic() + " twice", "each topic once"));
    }

    /** The first topic of a format, or of the format {@code auto}. */
    public Optional<TopicFormat> topicOf(WireFormat wanted) {
        return Stream.of(wanted, WireFormat.AUTO)
                .flatMap(
                        format -> topics.stream().filter(topic -> topic.format().equals(format.name())))
                .findFirst();
    }

    /** The topic for messages that name their format themselves: that of the format, or else that of log events, or the first. */
    public String topicFor(WireFormat format) {
        return topicOf(format)
                .or(() -> topicOf(WireFormat.LOG))
                .orElseGet(topics::getFirst)
                .topic();
    }

    /** The names of the topics. */
    public Set<String> topicNames() {
        return topics.stream().map(TopicFormat::topic).collect(Collectors.toSet());
    }

    /**
     * {@code aggregator.queue.kafka}.
     *
     * @param bootstrapServers {@code host:port}, comma separated
     * @param instanceId static member id of this instance in the consumer group; blank for dynamic membership
     * @param publishTimeout for an append
     * @param propertiesFile Kafka client properties
     * @param properties Kafka client properties, which override those of the file
     */
    public record Kafka(
            @NotBlank(message = "host:port of at least one broker")
            String bootstrapServers,

            @NotBlank(message = "the name of a consumer group")
            String groupId,

            String instanceId,
            @Between(min = "100ms", max = "2m") Duration publishTimeout,
            OptionalFile propertiesFile,
            @DefaultValue Map<String, String> properties) {

        public Kafka {
            properties = Map.copyOf(properties);
        }

        /**
         * The client properties of file and settings.
         *
         * @throws InvalidSettingException if the file cannot be read
         */
        public Map<String, String> clientProperties() {
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
                        "aggregator.queue.kafka.properties-file: " + file + " (expected: a readable file: " + e + ")",
                        e);
            }
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, properties::getProperty));
        }
    }

    /**
     * A topic and the format of its messages.
     *
     * @param format name of a built-in or configured format
     */
    public record TopicFormat(String topic, String format) {

        private static final String KEY = "aggregator.queue.topics";

        /** Parses {@code topic=format}, for example {@code logs=log}. */
        public static TopicFormat of(String text) {
            int equals = text.lastIndexOf('=');
            if (equals <= 0) {
                throw new InvalidSettingException(
                        KEY + ": " + text + " (expected: topic=format, for example logs=log)", null);
            }
            return new TopicFormat(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return topic + '=' + format;
        }
    }
}
