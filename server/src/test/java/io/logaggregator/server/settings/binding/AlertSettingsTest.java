package io.logaggregator.server.settings.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.notifiers.Notifiers;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.binding.SettingsConfiguration.SettingsFailureAnalyzer;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AlertSettingsTest {

    private static final String RULES = """
            aggregator:
              alerts:
                rules:
                  - name: Disk
                    enabled: false
                    condition: {type: threshold, metric: system.filesystem.utilization, comparison: above}
                    severities: {medium: 0.8, HIGH: 0.9}
                    for: 2m
                    recovery: {threshold: 0.75, for: PT1M}
                    matchers:
                      host: web-*
                      attributes:
                        "[system.device]": sda*
                        unit: disk
                  - name: Errors
                    condition:
                      type: log-count
                      query: "level:ERROR"
                      group-by: [host, attributes.user]
                      window: 5m
                    severities: {HIGH: 100}
                channels:
                  - name: operations
                    url: https://hooks.example.org/alerts?token=hunter2
                    secret: hunter3
                    minSeverity: HIGH
                    host: web-*
            """;

    private static final ChannelKinds KINDS = Notifiers.kinds(
            new HttpSenderConfig(Duration.ofSeconds(1), false, "test"), AlertLinks.NONE, InstantSource.system());

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(SettingsConfiguration.class);

    @Test
    void defaults_areThresholdsOnly() {
        runner.run(context -> {
            AlertSettings settings = context.getBean(AlertSettings.class);
            assertThat(settings.thresholds()).isEqualTo(new AlertSettings.Thresholds(80, 85, 1000));
            assertThat(settings.externalUri()).isEmpty();
            assertThat(settings.ruleDefinitions()).isEmpty();
            assertThat(settings.channelDefinitions(KINDS)).isEmpty();
            assertThat(settings.webhook())
                    .isEqualTo(new AlertSettings.Webhook(
                            Duration.ofSeconds(10),
                            false,
                            4,
                            Duration.ofHours(24),
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(5)));
        });
    }

    @Test
    void allowedLateness_isDefaultOfLogCounts() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                rules:
                  - {name: file, condition: {type: logCount, window: 1m}, severities: {HIGH: 5}}
                """);
        Path file = Files.writeString(directory.resolve("application.yaml"), """
                aggregator:
                  alerts:
                    allowed-lateness: 30s
                    rule-files: [%s]
                    rules:
                      - {name: default, condition: {type: logCount, window: 1m}, severities: {HIGH: 5}}
                      - {name: own, condition: {type: logCount, window: 1m, allowed-lateness: 2m}, severities: {HIGH: 5}}
                """.formatted(rules));
        runner.withPropertyValues("spring.config.additional-location=file:" + file)
                .run(context -> assertThat(context.getBean(AlertSettings.class).ruleDefinitions())
                        .extracting(rule -> ((LogCount) rule.condition()).allowedLateness())
                        .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(30)));
        runner.withPropertyValues("aggregator.alerts.allowed-lateness=61m")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void muting_isRead() throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), """
                aggregator:
                  alerts:
                    mute-intervals:
                      - name: nights
                        intervals: [{times: ["22:00-24:00"], days-of-month: ["-1"], location: Europe/Berlin}]
                    inhibitions:
                      - {name: down, source: [alertname=Down], target: [severity!=critical], equal: [host]}
                    channels:
                      - {name: a, url: "https://hooks.example.org", mute: [nights], on-mute: drop}
                """);
        runner.withPropertyValues("spring.config.additional-location=file:" + file)
                .run(context -> {
                    AlertSettings settings = context.getBean(AlertSettings.class);
                    assertThat(settings.muteIntervals(Instant.EPOCH))
                            .singleElement()
                            .satisfies(interval -> assertThat(interval.times())
                                    .hasToString("[times: 22:00-24:00; daysOfMonth: -1; location: Europe/Berlin]"));
                    assertThat(settings.inhibitions(Instant.EPOCH))
                            .singleElement()
                            .satisfies(one -> assertThat(one.equal()).containsExactly("host"));
                    assertThat(settings.channelDefinitions(KINDS))
                            .singleElement()
                            .satisfies(channel -> assertThat(channel.intervals())
                                    .isEqualTo(new ChannelIntervals(List.of("nights"), List.of(), OnMute.DROP)));
                });
    }

    /** The example of docs/silences.md. */
    @Test
    void convertedConfigurationOfAlertmanager_isValid() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "silences.md"));
        String converted = text.substring(
                text.indexOf("<!-- converted -->\n```yaml\n") + 27, text.indexOf("```\n\n<!-- unconverted"));
        Path file = Files.writeString(directory.resolve("application.yaml"), converted);

        runner.withPropertyValues("spring.config.additional-location=file:" + file)
                .run(context -> {
                    AlertSettings settings = context.getBean(AlertSettings.class);
                    assertThat(settings.channelDefinitions(KINDS))
                            .extracting(
                                    Channel.Definition::name,
                                    channel -> channel.target().kind())
                            .containsExactly(tuple("pager", "pagerduty"), tuple("team", "email"));
                    assertThat(settings.muteIntervals(Instant.EPOCH)).hasSize(1);
                    assertThat(settings.inhibitions(Instant.EPOCH)).hasSize(1);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mute-intervals[0].name=a; mute-intervals[0].intervals: 0 intervals",
                "mute-intervals[0].intervals[0].times=9-5; mute-intervals[0].times: 9-5",
                "inhibitions[0].name=a; inhibitions[0].source: 0 matchers",
                "channels[0].mute=nights; channels[0].mute: nights (expected: names of mute intervals of the settings"
            })
    void invalidMuting_isReported(String setting, String message) {
        runner.withPropertyValues("aggregator.alerts." + setting)
                .run(context ->
                        assertThat(context.getStartupFailure()).hasMessageContaining("aggregator.alerts." + message));
    }

    @Test
    void ruleFiles_areReadWithTheRules() throws IOException {
        Path file = Files.writeString(directory.resolve("more.yaml"), """
                rules:
                  - {name: More, condition: {type: threshold, metric: x}, severities: {LOW: 1}}
                """);
        runner.withPropertyValues("aggregator.alerts.rule-files=" + file)
                .run(context -> assertThat(context.getBean(AlertSettings.class).ruleDefinitions())
                        .extracting(RuleDefinition::name)
                        .containsExactly("More"));
        Files.writeString(file, "rules: [{name: More}]");
        runner.withPropertyValues("aggregator.alerts.rule-files=" + file)
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(AlertSettings.class).ruleDefinitions())
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageStartingWith("aggregator.alerts.rule-files: " + file + ":1: condition.type"));
    }

    @Test
    void rules_haveTheKeysOfTheApi() throws IOException {
        with(RULES)
                .run(context -> assertThat(context.getBean(AlertSettings.class).ruleDefinitions())
                        .containsExactly(
                                new RuleDefinition(
                                        "Disk",
                                        "",
                                        false,
                                        new Condition.Threshold("system.filesystem.utilization"),
                                        new SeverityThresholds(
                                                Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9)),
                                        Duration.ofMinutes(2),
                                        new Recovery(OptionalDouble.of(0.75), Duration.ofMinutes(1)),
                                        new Matchers(
                                                new Glob("web-*"),
                                                Glob.ANY,
                                                new TreeMap<>(Map.of(
                                                        "system.device", new Glob("sda*"), "unit", new Glob("disk"))))),
                                new RuleDefinition(
                                        "Errors",
                                        "",
                                        true,
                                        new Condition.LogCount(
                                                "level:ERROR",
                                                List.of(LogField.Standard.HOST, new LogField.Attribute("user")),
                                                Duration.ofMinutes(5)),
                                        new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 100.0)),
                                        Duration.ZERO,
                                        Recovery.IMMEDIATE,
                                        Matchers.ALL)));
    }

    @Test
    void channels_hideTheirSecrets() throws IOException {
        with(RULES).run(context -> {
            AlertSettings settings = context.getBean(AlertSettings.class);
            assertThat(settings.channelDefinitions(KINDS))
                    .containsExactly(new Channel.Definition(
                            "operations",
                            true,
                            new Channel.Target(
                                    "webhook",
                                    Map.of("url", "https://hooks.example.org/***"),
                                    Map.of(
                                            "url",
                                            "https://hooks.example.org/alerts?token=hunter2",
                                            "secret",
                                            "hunter3")),
                            Severity.HIGH,
                            Glob.ANY,
                            new Glob("web-*"),
                            ChannelIntervals.NONE,
                            Channel.Timing.NONE));
            assertThat(settings.channelDefinitions(KINDS).toString()).doesNotContain("hunter");
            assertThat(settings.toString()).doesNotContain("hunter");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://logs.example.org",
                "logs.example.org",
                "https://logs.example.org/?a=b",
                "https://u:p@a.org"
            })
    void otherExternalUrl_isRejected(String url) {
        runner.withPropertyValues("aggregator.alerts.external-url=" + url)
                .run(context -> assertThat(new SettingsFailureAnalyzer()
                                .analyze(Objects.requireNonNull(context.getStartupFailure(), url)))
                        .extracting(FailureAnalysis::getDescription, InstanceOfAssertFactories.STRING)
                        .startsWith("aggregator.alerts.external-url: "));
    }

    @Test
    void externalUrl_isHttpWithPath() {
        runner.withPropertyValues("aggregator.alerts.external-url=https://example.org/logs/")
                .run(context -> assertThat(context.getBean(AlertSettings.class).externalUri())
                        .hasValue(URI.create("https://example.org/logs/")));
    }

    @Test
    void secretFile_containsTheSecret() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "hunter3\n");
        runner.withPropertyValues(
                        "aggregator.alerts.channels[0].name=a",
                        "aggregator.alerts.channels[0].url=http://localhost/",
                        "aggregator.alerts.channels[0].secret-file=" + file)
                .run(context -> assertThat(context.getBean(AlertSettings.class)
                                .channelDefinitions(KINDS)
                                .getFirst()
                                .target())
                        .isEqualTo(new Channel.Target(
                                "webhook",
                                Map.of("url", "http://localhost/***"),
                                Map.of("url", "http://localhost/", "secret", "hunter3"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HIGH: 0.9             | HIGH: 0.1           | aggregator.alerts.rules[0].severities.HIGH: 0.1 (expected: above 0.8, that of MEDIUM)
            'metric: sys'         | 'metrik: sys'       | aggregator.alerts.rules[0].condition.metrik: unknown key
            'for: 2m'             | 'four: 2m'          | aggregator.alerts.rules[0].four: unknown key
            'for: 2m'             | 'for: 2'            | aggregator.alerts.rules[0].for: 2 (expected: a duration
            level:ERROR           | lvel:ERROR          | aggregator.alerts.rules[1].condition.query: lvel:ERROR (expected: a query; at character 0
            'name: Errors'        | 'name: disk'        | aggregator.alerts.rules[1].name: disk (expected: a unique name)
            'minSeverity: HIGH'   | 'severity: HIGH'    | aggregator.alerts.channels[0].severity: unknown key
            'name: operations'    | 'name: '            | aggregator.alerts.channels[0].name: no value (expected: 1 to 200
            """)
    void error_statesItsKey(String right, String wrong, String message) throws IOException {
        StringBuilder description = new StringBuilder();
        with(RULES.replace(right, wrong)).run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "accepted: " + wrong);
            FailureAnalysis analysis = new SettingsFailureAnalyzer().analyze(failure);
            description.append(
                    Objects.requireNonNull(analysis, failure::toString).getDescription());
        });
        assertThat(description).startsWith(message).doesNotContain("hunter");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'url: https://hooks'  | 'url: ftp://hooks'  | url: another URL (expected: http or https
            'url: https://hooks'  | 'url: https:// hoo' | url: no URL (expected: http or https
            'url: https://hooks'  | '#'                 | url: nothing (expected: http or https
            'secret: hunter3'     | 'type: pigeon'      | type: pigeon (expected: webhook or
            'secret: hunter3'     | 'settings: {a: hunter4}' | a: no such member (expected: besides the members
            """)
    void channel_isCheckedByItsType(String right, String wrong, String message) throws IOException {
        with(RULES.replace(right, wrong)).run(context -> {
            AlertSettings settings = context.getBean(AlertSettings.class);
            assertThatThrownBy(() -> settings.channelDefinitions(KINDS))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("aggregator.alerts.channels[0]." + message)
                    .hasMessageNotContaining("hunter");
        });
    }

    private ApplicationContextRunner with(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), yaml);
        return runner.withPropertyValues("spring.config.additional-location=" + file);
    }
}
