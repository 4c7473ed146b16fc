package io.logaggregator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class SharedKafkaIT {

    @Test
    void createTopic_createsAllPartitionsAtOnce() throws Exception {
        TestKafka kafka = TestKafka.shared();

        String topic = kafka.createTopic(3);

        try (Admin admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            var description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get();
            assertThat(description.values())
                    .singleElement()
                    .satisfies(found -> assertThat(found.partitions()).hasSize(3));
        }
    }
}
