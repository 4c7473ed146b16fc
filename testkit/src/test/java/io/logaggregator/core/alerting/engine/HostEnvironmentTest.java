package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.LoadRule.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule P8: the environment of a host is the last one that it named. The rule matches {@code prod}. */
class HostEnvironmentTest {

    private static final RuleSet RULES = LoadRule.only(LoadRule.above100(
            Duration.ZERO,
            new Recovery(OptionalDouble.empty(), Duration.ofSeconds(10)),
            new Matchers(Glob.ANY, new Glob("prod"), new TreeMap<>())));

    private final FakeAlertStates store = new FakeAlertStates();

    @Test
    void messageWithoutEnvironment_changesNothing() {
        send(0, 1, "prod");
        send(5, 200, null);

        assertThat(timeline(store)).containsExactly("OPENED 5");
    }

    @Test
    void environmentOfTheMessage_appliesToItself() {
        send(0, 200, "prod");

        assertThat(timeline(store)).containsExactly("OPENED 0");
    }

    @Test
    void unknownOrOtherEnvironment_opensNothing() {
        send(0, 200, null);
        send(5, 200, "test");
        send(10, 200, null);

        assertThat(timeline(store)).isEmpty();
    }

    @Test
    void otherEnvironment_resolvesTheAlert() {
        send(0, 200, "prod");
        send(5, 200, null);
        send(10, 200, "test");
        send(15, 200, null);
        send(20, 200, "prod");

        assertThat(timeline(store)).containsExactly("OPENED 0", "RESOLVED 10", "OPENED 20");
        assertThat(store.transitions().get(1).comment()).isEqualTo("no longer matched by the rule");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void transitions_areEqual_forAnyCut(long seed) {
        Random random = new Random(seed);
        for (int sequence = 0; sequence < 100; sequence++) {
            List<List<MetricSample>> messages = new ArrayList<>();
            for (int second = 0; second < 100; second += 1 + random.nextInt(8)) {
                int choice = random.nextInt(6);
                messages.add(
                        message(second, random.nextInt(3) * 100, choice == 0 ? "test" : choice < 3 ? "prod" : null));
            }
            List<String> single = run(messages, 1);

            assertThat(run(messages, messages.size())).isEqualTo(single);
            assertThat(run(messages, 2 + random.nextInt(4))).isEqualTo(single);
        }
    }

    private static List<String> run(List<List<MetricSample>> messages, int size) {
        FakeAlertStates states = new FakeAlertStates();
        for (int from = 0; from < messages.size(); from += size) {
            states.ingest(
                    RULES,
                    messages.subList(from, Math.min(messages.size(), from + size)).stream()
                            .flatMap(List::stream)
                            .toList());
            states.deleteInactive();
        }
        return timeline(states);
    }

    private void send(int second, double value, @Nullable String environment) {
        store.ingest(RULES, message(second, value, environment));
    }

    /** The environment is an attribute of another sample of the message. */
    private static List<MetricSample> message(int second, double value, @Nullable String environment) {
        Instant at = NOON.plusSeconds(second);
        MetricSample load = LoadRule.sample("web-1", value, at);
        return environment == null
                ? List.of(load)
                : List.of(
                        load,
                        new MetricSample(
                                "web-1", "host.info", 1, at, Map.of("deployment.environment.name", environment)));
    }

    private static List<String> timeline(FakeAlertStates states) {
        return states.transitions().stream()
                .map(one -> one.kind() + " " + Duration.between(NOON, one.at()).toSeconds())
                .toList();
    }
}
