package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.CpuSample;
import io.logaggregator.testkit.ExpectedTransitions;
import io.logaggregator.testkit.TestLoop;
import io.logaggregator.testkit.WebhookReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the server at random times, while the load of hosts varies: the alerts equal those of a run without
 * kills, and each transition reaches the webhook.
 */
@Tag("kill")
@Tag("slow")
class AlertKillIT {

    private static final int KILLS = TestLoop.cycles(3, 50);
    private static final int HOSTS = 12;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Low, within the hysteresis, and above each threshold. */
    private static final double[] RATIOS = {0.3, 0.3, 0.6, 0.78, 0.85, 0.85, 0.93, 0.99};

    /** Pending and recovery periods end a second away from any sample, so that their order is defined. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Duration RECOVERY = Duration.ofSeconds(3);

    private final SplittableRandom random = new SplittableRandom(50);
    private final List<CpuSample> published = new ArrayList<>();
    private final PipelineFixture pipeline = new PipelineFixture();
    private Instant nextSample = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void kills_doNotChangeAlerts(@TempDir Path directory) throws Exception {
        AlertRule rule =
                pipeline.store.alertRules().create(new UUID(3, 3), Origin.API, busy(), Actor.SYSTEM, Instant.now());
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            pipeline.store
                    .channels()
                    .create(new UUID(4, 4), Origin.API, channel(receiver), Actor.SYSTEM, Instant.now());
            for (int kill = 0; kill < KILLS; kill++) {
                long before = evaluated();
                try (ChildJvm server = pipeline.startServer(directory, "agent")) {
                    await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> {
                        publishIfDue();
                        return evaluated() > before;
                    });
                    Instant moment = Instant.now().plusMillis(random.nextInt(800));
                    await().pollInterval(Duration.ofMillis(5)).until(() -> {
                        publishIfDue();
                        return Instant.now().isAfter(moment);
                    });
                    server.kill();
                }
            }
            Instant until = nextSample.plus(Duration.ofMinutes(1));
            List<String> expected =
                    new ExpectedTransitions().add(rule, published, until).lines();
            try (ChildJvm _ = pipeline.startServer(directory, "agent")) {
                await().atMost(TIMEOUT).until(() -> evaluated() == published.size());
                await().atMost(TIMEOUT).untilAsserted(() -> assertThat(stored()).isEqualTo(expected));
                await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sent()).isEqualTo(expected.size()));
            }
            assertThat(expected).hasSizeGreaterThan(KILLS);
            assertThat(stored()).isEqualTo(expected);
            assertThat(sent()).isEqualTo(expected.size());
            assertThat(receiver.ids()).hasSize(expected.size());
            assertThat(receiver.idsWithSeveralBodies()).isEmpty();
        }
    }

    private List<String> stored() {
        return ExpectedTransitions.stored(pipeline.store.alerts(), pipeline.alertIds()).stream()
                .filter(line -> line.contains(busy().name()))
                .toList();
    }

    /** Publishes a sample of each host every two seconds. */
    private void publishIfDue() {
        if (Instant.now().isBefore(nextSample)) {
            return;
        }
        List<CpuSample> samples = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            samples.add(new CpuSample("host-" + host, nextSample, RATIOS[random.nextInt(RATIOS.length)]));
        }
        pipeline.publishCpu(samples);
        published.addAll(samples);
        nextSample = nextSample.plus(INTERVAL);
    }

    private long evaluated() {
        return pipeline.number("select count(*) from metric_sample");
    }

    private long sent() {
        return pipeline.number("select count(*) from notification where status = 'SENT'");
    }

    private static RuleDefinition busy() {
        return new RuleDefinition(
                "busy",
                "",
                true,
                new Condition.Threshold("system.cpu.utilization"),
                new SeverityThresholds(
                        Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97)),
                INTERVAL,
                new Recovery(OptionalDouble.of(0.75), RECOVERY),
                Matchers.ALL);
    }

    private static Channel.Definition channel(WebhookReceiver receiver) {
        return new Channel.Definition(
                "receiver",
                true,
                new Channel.Target(
                        "webhook",
                        Map.of(),
                        Map.of("url", receiver.url().toString(), "secret", "a secret that is long enough")),
                Severity.LOW,
                new Glob(busy().name()),
                Glob.ANY,
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
    }
}
