package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Checks against a broker with an authorizer that allows everything without an ACL. */
@TestInstance(Lifecycle.PER_CLASS)
class KafkaInspectionIT {

    private EmbeddedKafkaBroker broker;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        broker = EmbeddedKafkaBroker.start(
                directory,
                0,
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found",
                        "true"));
        broker.createTopics(List.of("free", "read-only", "hidden"), 3);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createAcls(List.of(
                            acl(ResourceType.TOPIC, "read-only", AclOperation.ALL, AclPermissionType.ALLOW),
                            acl(ResourceType.TOPIC, "read-only", AclOperation.WRITE, AclPermissionType.DENY),
                            acl(ResourceType.TOPIC, "hidden", AclOperation.ALL, AclPermissionType.DENY),
                            acl(ResourceType.GROUP, "forbidden", AclOperation.ALL, AclPermissionType.DENY)))
                    .all()
                    .get();
        }
    }

    private static AclBinding acl(
            ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void clusterWithTopicsAndRights_passes() {
        assertThat(inspect("group", Set.of("free"), Set.of("free")))
                .allMatch(CheckResult::good)
                .extracting(CheckResult::text)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("Kafka at " + broker.bootstrapServers() + ": cluster ")
                                .endsWith(", brokers: 1"),
                        text -> assertThat(text).isEqualTo("topic free: partitions: 3"),
                        text -> assertThat(text)
                                .isEqualTo("consumer group group: absent, the server creates it as its first member"));
    }

    @Test
    void topicWithoutWriteRight_failsForWriter() {
        assertThat(inspect("group", Set.of("read-only"), Set.of())).allMatch(CheckResult::good);
        assertThat(inspect("group", Set.of("read-only"), Set.of("read-only")))
                .contains(
                        CheckResult.bad(
                                "topic read-only: partitions: 3, missing permission: [WRITE] (expected: an ACL that allows it)"));
    }

    @Test
    void topicAndGroupWithoutDescribeRight_fail() {
        assertThat(inspect("forbidden", Set.of("hidden"), Set.of()))
                .filteredOn(finding -> !finding.good())
                .extracting(CheckResult::text)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("topic hidden: "),
                        text -> assertThat(text).startsWith("consumer group forbidden: "));
    }

    @Test
    void missingTopic_failsWithoutAutoCreate() {
        assertThat(inspect("group", Set.of("absent"), Set.of()))
                .filteredOn(finding -> !finding.good())
                .extracting(CheckResult::text)
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("topic absent: absent or not visible"));
    }

    @Test
    void unavailableCluster_failsWithAddress() {
        assertThat(new KafkaInspection(config("127.0.0.1:1", "group", Set.of("logs"), Map.of()), Set.of()).inspect())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.good()).isFalse();
                    assertThat(finding.text()).startsWith("Kafka at 127.0.0.1:1: ");
                });
    }

    @Test
    void unknownProperty_fails() {
        KafkaQueueConfig config =
                config(broker.bootstrapServers(), "group", Set.of("logs"), Map.of("security.protocl", "SSL"));

        assertThat(new KafkaInspection(config, Set.of()).inspect())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.good()).isFalse();
                    assertThat(finding.text()).startsWith("Kafka property security.protocl: unknown");
                });
    }

    private List<CheckResult> inspect(String group, Set<String> read, Set<String> written) {
        return new KafkaInspection(config(broker.bootstrapServers(), group, read, Map.of()), written).inspect();
    }

    private static KafkaQueueConfig config(
            String servers, String group, Set<String> topics, Map<String, String> properties) {
        return new KafkaQueueConfig(servers, group, topics, Optional.empty(), 1, 1, Duration.ofSeconds(1), properties);
    }
}
