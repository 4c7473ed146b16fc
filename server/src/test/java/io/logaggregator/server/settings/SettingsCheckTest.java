package io.logaggregator.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingsCheckTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer());

    @TempDir
    private Path directory;

    @Test
    void defaults_haveNoMistake() {
        check(runner, check -> {
            assertThat(check.mistakes()).isEmpty();
            assertThat(check.settings()).isPresent();
        });
    }

    @Test
    void mistakes_areToldAllAtOnce() {
        assertThat(mistakesOf(
                        "aggregator.databse.url=x",
                        "aggregator.ingest.consumers=many",
                        "aggregator.ingest.batch-messages=0",
                        "aggregator.ingest.batch-bytes=1KB",
                        "aggregator.retention.period=soon",
                        "aggregator.queue.kafka.topics=logs=xml",
                        "aggregator.alerts.webhook.allow-private-redirects=perhaps",
                        "aggregator.http.tls.certificate=/tls.crt",
                        "aggregator.http.body-timeout=0s",
                        "aggregator.canary.interval="))
                .satisfiesExactlyInAnyOrder(
                        begins(
                                "aggregator.databse.url: unknown key (expected: one of aggregator.alerts.*, aggregator.api.*"),
                        begins("aggregator.ingest.consumers: many (expected: a whole number)"),
                        begins("aggregator.ingest.batch-messages: 0 (expected: 1 to 100000)"),
                        begins("aggregator.ingest.batch-bytes: 1024B (expected: 64KB to 512MB)"),
                        begins("aggregator.retention.period: soon (expected: a duration, for example 30s"),
                        begins(
                                "aggregator.queue.kafka.topics: logs=xml: format: xml (expected: one of [agent, log, auto])"),
                        begins("aggregator.alerts.webhook.allow-private-redirects: perhaps (expected: true or false)"),
                        begins("aggregator.http.tls.key: nothing (expected: what belongs to /tls.crt)"),
                        begins("aggregator.http.body-timeout: PT0S (expected: PT1S to PT1H)"),
                        begins("aggregator.canary.interval: nothing (expected: a value, for example 10s)"));
    }

    @Test
    void mistakesOfRulesAndChannels_areToldByTheirPlaceInTheList() {
        assertThat(mistakesOf(
                        "aggregator.alerts.rules[0].name=a",
                        "aggregator.alerts.rules[0].condition.type=none",
                        "aggregator.alerts.rules[1].name=b",
                        "aggregator.alerts.rules[1].condition.type=threshold",
                        "aggregator.alerts.rules[1].condition.metric=m",
                        "aggregator.alerts.rules[1].severities.HIGH=much",
                        "aggregator.alerts.rules[2].nam=c",
                        "aggregator.alerts.rules[2].description=of no name",
                        "aggregator.alerts.channels[0].name=hooks",
                        "aggregator.alerts.channels[0].url=ftp://example.org/hunter2"))
                .satisfiesExactlyInAnyOrder(
                        begins("aggregator.alerts.rules[0].condition.type: none (expected: "),
                        begins("aggregator.alerts.rules[1].severities.HIGH: much (expected: "),
                        begins("aggregator.alerts.rules[2].nam: unknown key (expected: "),
                        begins("aggregator.alerts.rules[2].condition.type: nothing (expected: "),
                        begins("aggregator.alerts.channels[0].url: another URL (expected: http or https"));
    }

    @Test
    void elementOfUnknownKeysOnly_isToldOnce() {
        assertThat(mistakesOf("aggregator.alerts.rules[0].nam=c"))
                .singleElement()
                .satisfies(begins("aggregator.alerts.rules[0].nam: unknown key (expected: "));
    }

    @Test
    void mistake_saysWhereItWasMade() throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), """
                aggregator:
                  retention:
                    period: soon
                  cach:
                    size: 1MB
                """);
        ApplicationContextRunner withFile =
                runner.withSystemProperties("spring.config.additional-location=file:" + directory + "/");

        check(
                withFile,
                check -> assertThat(check.mistakes())
                        .extracting(Mistake::key, Mistake::place)
                        .containsExactly(
                                tuple("aggregator.cach.size", "line 5 of " + file),
                                tuple("aggregator.retention.period", "line 3 of " + file)));
    }

    @Test
    void whatNobodySet_isFromNowhere() {
        check(
                runner.withPropertyValues("aggregator.http.tls.certificate=/tls.crt"),
                check -> assertThat(check.mistakes())
                        .singleElement()
                        .hasToString("aggregator.http.tls.key: nothing (expected: what belongs to /tls.crt)"));
    }

    @Test
    void settings_haveDefaultsInThePlaceOfWhatIsWrong() {
        check(
                runner.withPropertyValues("aggregator.retention.period=soon", "aggregator.ingest.consumers=7"),
                check -> assertThat(check.settings()).hasValueSatisfying(settings -> {
                    assertThat(settings.retention().period()).isEqualTo(Duration.ofDays(30));
                    assertThat(settings.ingest().consumers()).isEqualTo(7);
                }));
    }

    private static Consumer<String> begins(String text) {
        return mistake -> assertThat(mistake).startsWith(text);
    }

    private List<String> mistakesOf(String... settings) {
        List<String> mistakes = new ArrayList<>();
        check(
                runner.withPropertyValues(settings),
                check -> check.mistakes().forEach(mistake -> mistakes.add(mistake.toString())));
        return mistakes;
    }

    private static void check(ApplicationContextRunner runner, Consumer<SettingsCheck> assertions) {
        runner.run(context -> assertions.accept(SettingsCheck.of(context.getEnvironment())));
    }
}
