package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.contract.MessageQueueContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class KafkaQueueContractIT extends MessageQueueContract {

    @Override
    protected String createTopic(int partitions) {
        return TestKafka.shared().createTopic(partitions);
    }

    @Override
    protected MessageQueue open(String topic, String group, int maxBatchMessages, int maxBatchBytes) {
        var config = new KafkaQueueConfig(
                TestKafka.shared().bootstrapServers(),
                group,
                Set.of(topic),
                Optional.empty(),
                maxBatchMessages,
                maxBatchBytes,
                Duration.ofSeconds(10),
                Map.of());
        return new KafkaQueue(config, InstantSource.system());
    }
}
