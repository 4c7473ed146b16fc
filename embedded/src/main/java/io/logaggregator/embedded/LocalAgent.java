package io.logaggregator.embedded;

import io.logaggregator.agent.Agent;
import io.logaggregator.agent.AgentConfig;
import io.logaggregator.agent.FileTailing;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Runs the agent that monitors this machine. It has its own queue client, because its timeout is longer than that of API
 * requests.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("embedded.agent.enabled")
class LocalAgent {

    private static final Duration PUBLISH_TIMEOUT = Duration.ofMinutes(2);

    @Bean
    SmartLifecycle agentLifecycle(
            EmbeddedSettings settings, QueueSettings queue, Environment environment, InstantSource clock) {
        List<String> files = new ArrayList<>(settings.agent().files());
        Optional.ofNullable(environment.getProperty("logging.file.name"))
                .map(log -> Path.of(log).toAbsolutePath().toString())
                .ifPresent(files::add);
        String metrics = topicOf(queue, WireFormat.AGENT);
        String logs = topicOf(queue, WireFormat.LOG);
        AgentConfig config = AgentConfig.DEFAULTS
                .withInterval(settings.agent().interval())
                .withTopics(metrics, logs)
                .withFiles(new FileTailing(files, settings.dataDirectory().resolve("agent"))
                        .beginningAt(FileTailing.Begin.START));
        return new AgentLifecycle(config, queueConfig(queue.kafka().bootstrapServers(), Set.of(metrics, logs)), clock);
    }

    private static String topicOf(QueueSettings queue, WireFormat format) {
        return queue.topicOf(format)
                .map(TopicFormat::topic)
                .orElseThrow(() -> new IllegalStateException("aggregator.queue.topics: " + queue.topics()
                        + " (expected: one of format " + format + ", or embedded.agent.enabled=false)"));
    }

    private static KafkaQueueConfig queueConfig(String bootstrapServers, Set<String> topics) {
        return new KafkaQueueConfig(
                bootstrapServers, "agent", topics, Optional.empty(), 1, 1 << 20, PUBLISH_TIMEOUT, Map.of());
    }

    /** Starts last and stops first, so that its last messages are still stored. */
    private static final class AgentLifecycle implements SmartLifecycle {

        private final AgentConfig config;
        private final KafkaQueueConfig queueConfig;
        private final InstantSource clock;
        private @Nullable Running running;

        AgentLifecycle(AgentConfig config, KafkaQueueConfig queueConfig, InstantSource clock) {
            this.config = config;
            this.queueConfig = queueConfig;
            this.clock = clock;
        }

        @Override
        public synchronized void start() {
            KafkaQueue queue = new KafkaQueue(queueConfig, clock);
            running = new Running(Agent.start(config, queue, clock), queue);
        }

        @Override
        public synchronized void stop() {
            if (running != null) {
                running.agent().close();
                running.queue().close();
                running = null;
            }
        }

        @Override
        public synchronized boolean isRunning() {
            return running != null;
        }
    }

    private record Running(Agent agent, KafkaQueue queue) {}
}
