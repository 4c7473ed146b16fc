package io.logaggregator.server.settings.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.ListenerSettings.ClientAuth;
import io.logaggregator.server.settings.ListenerSettings.Transport;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ListenerSettingsTest {

    private static final String SYSLOG = "aggregator.listeners.my-syslog.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(SettingsConfiguration.class);

    @Test
    void listeners_areNoneByDefault() {
        runner.run(
                context -> assertThat(context.getBean(AggregatorSettings.class).listeners())
                        .isEmpty());
    }

    @Test
    void listener_hasDefaults() {
        runner.withPropertyValues(SYSLOG + "protocol=syslog", SYSLOG + "port=514", SYSLOG + "key=secret")
                .run(context -> {
                    ListenerSettings listener = Objects.requireNonNull(context.getBean(AggregatorSettings.class)
                            .listeners()
                            .get("my-syslog"));
                    assertThat(listener)
                            .returns("syslog", ListenerSettings::protocol)
                            .returns(Transport.TCP, ListenerSettings::transport)
                            .returns(514, ListenerSettings::port)
                            .returns(1_000, ListenerSettings::maxConnections)
                            .returns(100, ListenerSettings::maxConnectionsPerAddress)
                            .returns(Duration.ofHours(1), ListenerSettings::idleTimeout);
                    assertThat(listener.secret().value()).isEqualTo("secret");
                    assertThat(listener.toString()).doesNotContain("secret");
                });
    }

    @Test
    void tlsListener_hasBundle() {
        runner.withPropertyValues(
                        SYSLOG + "protocol=syslog",
                        SYSLOG + "transport=tls",
                        SYSLOG + "port=6514",
                        SYSLOG + "key=secret",
                        SYSLOG + "ssl.bundle=mine",
                        SYSLOG + "ssl.client-auth=need")
                .run(context -> assertThat(
                                context.getBean(AggregatorSettings.class).listeners())
                        .hasEntrySatisfying(
                                "my-syslog",
                                listener -> assertThat(listener.ssl())
                                        .isEqualTo(new ListenerSettings.Ssl("mine", ClientAuth.NEED))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            protocol=sislog       | protocol: sislog (expected: one of
            protocol=             | protocol: no value (expected: one of
            port=-1               | port: no value (expected: 0 to 65535)
            port=65536            | port: 65536 (expected: 0 to 65535)
            port=syslog           | port: syslog (expected: a whole number)
            key=                  | key: no value (expected: the secret of an API key with the scope ingest, or key-file)
            key-file=/not/there   | key-file: /not/there (expected: only one of key and key-file)
            address=localhost     | address: localhost (expected: an IP address of this machine, or 0.0.0.0 for all)
            transport=sctp        | transport: sctp (expected: one of TCP, UDP, TLS)
            transport=tls         | ssl.bundle: no value (expected: the name of an SSL bundle)
            ssl.bundle=mine       | ssl.bundle: mine (expected: no value, or transport tls)
            max-connections=0     | max-connections: 0 (expected: 1 to 100000)
            idle-timeout=1ms      | idle-timeout: 1ms (expected: 1s to 30d)
            max-message-size=1GB  | max-message-size: 1GB (expected: 1KB to 64MB)
            host-template=a.*     | host-template: a.* (expected: parts with dots, with host once and * at the end
            shared-key=s          | shared-key: set (expected: no value, for protocol graphite)
            max-conections=5      | max-conections: unknown key (expected: one of aggregator.listeners.*.address, aggregator.listeners.*.host-template
            """)
    void invalidSetting_isReportedWithItsKey(String setting, String message) {
        runner.withPropertyValues(
                        SYSLOG + "protocol=graphite", SYSLOG + "port=2003", SYSLOG + "key=secret", SYSLOG + setting)
                .run(context -> assertThat(context.getStartupFailure()).hasMessageContaining(SYSLOG + message));
    }
}
