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
 * {@code kill -9} of the server at random moments, while hosts get busy and calm down: the alerts are those of an
 * undisturbed run, and each of their transitions reaches the webhook.
 */
@Tag("kill")
@Tag("slow")
class AlertKillIT {

    private static final int KILLS = TestLoop.cycles(5, 50);
    private static final int HOSTS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Calm, within the hysteresis, and beyond each step. */
    private static final double[] RATIOS = {0.3, 0.3, 0.6, 0.78, 0.85, 0.85, 0.93, 0.99};

    /** Twice as long as samples are apart would be on the beat: so what is due is due a second away from any sample. */
    private static final Duration BEAT = Duration.ofSeconds(2);

    private static final Duration RECOVERY = Duration.ofSeconds(3);

    private final SplittableRandom random = new SplittableRandom(50);
    private final List<CpuSample> published = new ArrayList<>();
    private final Rig rig = new Rig();
    private Instant nextBeat = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void killedAtRandomMomentsTheAlertsAreThoseOfAnUndisturbedRun(@TempDir Path directory) throws Exception {
        rig.archiveServer(directory);
        AlertRule rule = rig.store.alertRules().create(new UUID(3, 3), Origin.API, busy(), Actor.SYSTEM, Instant.now());
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            rig.store.channels().create(new UUID(4, 4), Origin.API, channel(receiver), Actor.SYSTEM, Instant.now());
            for (int kill = 0; kill < KILLS; kill++) {
                long before = judged();
                try (ChildJvm server = rig.startServer(directory, "agent")) {
                    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
                        publishWhenItIsTime();
                        return judged() > before;
                    });
                    Instant moment = Instant.now().plusMillis(random.nextInt(800));
                    await().pollInterval(Duration.ofMillis(5)).until(() -> {
                        publishWhenItIsTime();
                        return Instant.now().isAfter(moment);
                    });
                    server.kill();
                }
            }
            Instant until = nextBeat.plus(Duration.ofMinutes(1));
            List<String> expected =
                    new ExpectedTransitions().add(rule, published, until).lines();
            try (ChildJvm _ = rig.startServer(directory, "agent")) {
                await().atMost(LIMIT).until(() -> judged() == published.size());
                await().atMost(LIMIT).untilAsserted(() -> assertThat(stored()).isEqualTo(expected));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(sent()).isEqualTo(expected.size()));
            }
            assertThat(expected).hasSizeGreaterThan(KILLS);
            assertThat(stored()).isEqualTo(expected);
            assertThat(sent()).isEqualTo(expected.size());
            assertThat(receiver.ids()).hasSize(expected.size());
            assertThat(receiver.idsWithSeveralBodies()).isEmpty();
        }
    }

    private List<String> stored() {
        return ExpectedTransitions.stored(rig.store.alerts(), rig.alertIds()).stream()
                .filter(line -> line.contains(busy().name()))
                .toList();
    }

    /** Each host says how busy it is, every two seconds. */
    private void publishWhenItIsTime() {
        if (Instant.now().isBefore(nextBeat)) {
            return;
        }
        List<CpuSample> samples = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            samples.add(new CpuSample("host-" + host, nextBeat, RATIOS[random.nextInt(RATIOS.length)]));
        }
        rig.publishCpu(samples);
        published.addAll(samples);
        nextBeat = nextBeat.plus(BEAT);
    }

    private long judged() {
        return rig.number("select count(*) from metric_sample");
    }

    private long sent() {
        return rig.number("select count(*) from notification where status = 'SENT'");
    }

    private static RuleDefinition busy() {
        return new RuleDefinition(
                "busy",
                "",
                true,
                new Condition.Threshold("system.cpu.utilization"),
                new SeverityThresholds(
                        Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97)),
                BEAT,
                new Recovery(OptionalDouble.of(0.75), RECOVERY),
                Matchers.ALL);
    }

    private static Channel.Definition channel(WebhookReceiver receiver) {
        return new Channel.Definition(
                "receiver",
                true,
                new Channel.Target(
                        "webhook",
                        Map.of("url", receiver.url().toString()),
                        Map.of("secret", "a secret that is long enough")),
                Severity.LOW,
                new Glob(busy().name()),
                Glob.ANY);
    }
}
