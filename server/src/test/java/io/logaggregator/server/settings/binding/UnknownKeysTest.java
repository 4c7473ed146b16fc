package io.logaggregator.server.settings.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.logaggregator.server.settings.binding.SettingsCheck.SettingError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

class UnknownKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AGGREGATOR_DATABASE_URL",
                "AGGREGATOR_DATABASE_POOLSIZE",
                "AGGREGATOR_DATABASE_POOL_SIZE",
                "AGGREGATOR_DATABASE_SSL_ROOT_CERTIFICATE",
                "AGGREGATOR_SECURITY_API_KEY_FILE",
                "AGGREGATOR_ENRICHMENT_TAGS",
                "AGGREGATOR_ENRICHMENT_TAGS_0",
                "AGGREGATOR_QUEUE_KAFKA_PROPERTIES_SECURITY_PROTOCOL",
                "AGGREGATOR_ALERTS_RULES_12_NAME",
                "AGGREGATOR_ALERTS_RULES_0_FOR",
                "AGGREGATOR_ALERTS_RULES_0_CONDITION_GROUPBY_1",
                "AGGREGATOR_ALERTS_RULES_0_CONDITION_GROUP_BY",
                "AGGREGATOR_ALERTS_RULES_0_SEVERITIES_HIGH",
                "AGGREGATOR_ALERTS_CHANNELS_0_SECRETFILE",
                "AGGREGATOR_FORMATS_SHOP_LEVEL",
                "AGGREGATOR_FORMATS_SHOP_LEVEL_1",
                "AGGREGATOR_FORMATS_SHOP_CORRELATION_ID",
                "AGGREGATOR_LISTENERS_SYSLOG_PORT",
                "AGGREGATOR_LISTENERS_MYSYSLOG_MAXCONNECTIONS",
                "AGGREGATOR_LISTENERS_SYSLOG_MAX_CONNECTIONS_PER_ADDRESS",
                "AGGREGATOR_LISTENERS_SYSLOG_SSL_BUNDLE",
                "AGGREGATOR_SERVICE_HOST",
                "AGGREGATOR_PORT_8080_TCP_ADDR",
                "PATH"
            })
    void knownVariable_isAccepted(String name) {
        assertThat(found(Map.of(name, "x"), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AGGREGATOR_DATABASE_URI",
                "AGGREGATOR_DATA_BASE_URL",
                "AGGREGATOR_DATABASE",
                "AGGREGATOR_ALERTS_RULES_0_NAM",
                "AGGREGATOR_LISTENERS_PROTOCOL",
                "AGGREGATOR_LISTENERS_SYSLOG",
                "AGGREGATOR_LISTENERS_SYSLOG_PROT",
                "AGGREGATOR_ALERTS_RULES_NAME",
                "AGGREGATOR_ALERTS_RULES_0_HOLD_FOR"
            })
    void unknownVariable_isRejectedWithoutItsValue(String name) {
        assertThat(found(Map.of(name, "secret"), Map.of()))
                .singleElement(STRING)
                .startsWith(name + ": unknown environment variable")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "AGGREGATOR_QUEUE_KAFKA_TOPICS, AGGREGATOR_QUEUE_TOPICS",
        "AGGREGATOR_QUEUE_KAFKA_TOPICS_0, AGGREGATOR_QUEUE_TOPICS",
        "AGGREGATOR_EXPORT_ATATIME, AGGREGATOR_EXPORT_MAX_CONCURRENT",
        "AGGREGATOR_EXPORT_AT_A_TIME, AGGREGATOR_EXPORT_MAX_CONCURRENT"
    })
    void renamedVariable_isRejectedWithItsNewName(String oldName, String newName) {
        assertThat(found(Map.of(oldName, "1"), Map.of()))
                .containsExactly(oldName + ": renamed environment variable (expected: " + newName + ")");
    }

    @Test
    void unknownSystemProperty_isRejected() {
        assertThat(found(Map.of(), Map.of("aggregator.database.poolSize", "1"))).isEmpty();
        assertThat(found(Map.of(), Map.of("aggregator.databas.url", "x")))
                .singleElement(STRING)
                .startsWith("aggregator.databas.url: unknown system property");
    }

    @Test
    void keysOfTheRecords_areKnown() {
        KnownKeys known = new KnownKeys();
        assertThat(known.hasKey("aggregator.queue.kafka.bootstrap-servers")).isTrue();
        assertThat(known.hasKey("aggregator.queue.kafka.properties.security.protocol"))
                .isTrue();
        assertThat(known.hasKey("aggregator.queue.kafka")).isFalse();
        assertThat(known.hasKey("aggregator.alerts.rules[7].condition.groupBy[1]"))
                .isTrue();
        assertThat(known.hasKey("aggregator.alerts.rules[7].for")).isTrue();
        assertThat(known.hasKey("aggregator.alerts.rules[7].hold-for")).isFalse();
        assertThat(known.hasKey("aggregator.listeners.my-syslog.max-connections"))
                .isTrue();
        assertThat(known.hasKey("aggregator.listeners.my-syslog.ssl.bundle")).isTrue();
        assertThat(known.hasKey("aggregator.listeners.my-syslog.ssl.key")).isFalse();
        assertThat(known.hasKey("aggregator.listeners.my-syslog")).isFalse();
    }

    private static List<String> found(Map<String, Object> variables, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }

            @Override
            public Map<String, Object> getSystemProperties() {
                return properties;
            }
        };
        return new UnknownKeys(environment, new KnownKeys())
                .find().stream().map(SettingError::toString).toList();
    }
}
