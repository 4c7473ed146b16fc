package io.logaggregator.testkit.oracle;

import static io.logaggregator.testkit.oracle.EngineInMemory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.oracle.ThresholdOracle.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine has the transitions of the oracle, however the messages are cut into batches. */
class ThresholdOracleTest {

    private static final int SEQUENCES = 300;

    /** A sample with its host. */
    private record Message(String host, Sample sample) {

        MetricSample observation() {
            return new MetricSample(
                    host,
                    "cpu",
                    sample.value(),
                    sample.at(),
                    sample.appendedAt(),
                    MetricSample.Kind.GAUGE,
                    new TreeMap<>());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void engine_hasTheTransitionsOfTheOracle(long seed) {
        List<String> differences = new ArrayList<>();
        long transitions = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Random random = new Random(seed * 1_000_000 + sequence);
            RandomSamples samples = new RandomSamples(random);
            RuleDefinition rule = samples.rule("rule", "cpu");
            Map<String, List<Sample>> hosts = samples.hosts(rule, NOON, 3, 30);
            Map<String, List<ExpectedTransition>> expected = new TreeMap<>();
            hosts.forEach((host, ofHost) -> expected.put(host, ThresholdOracle.transitions(rule, ofHost)));
            transitions += expected.values().stream().mapToInt(List::size).sum();
            compare("burst " + sequence, expected, burst(rule, hosts), differences);
            compare("single " + sequence, expected, single(rule, hosts, random), differences);
            compare("partitions " + sequence, expected, partitions(rule, hosts, random), differences);
        }
        assertThat(differences).isEmpty();
        assertThat(transitions).isGreaterThan(SEQUENCES);
    }

    private static void compare(
            String sequence,
            Map<String, List<ExpectedTransition>> expected,
            EngineInMemory engine,
            List<String> differences) {
        expected.forEach((host, ofHost) -> {
            List<ExpectedTransition> actual = engine.transitions(host);
            if (!ofHost.equals(actual)) {
                differences.add(
                        sequence + ' ' + host + " of " + engine + "\n expected " + ofHost + "\n actual   " + actual);
            }
        });
    }

    /** One batch with all messages. */
    private static EngineInMemory burst(RuleDefinition rule, Map<String, List<Sample>> hosts) {
        EngineInMemory engine = new EngineInMemory(rule);
        engine.batch(merged(hosts).stream().map(Message::observation).toList());
        return engine.end();
    }

    /** Batches of one message; time passes in between, and states that hold nothing disappear. */
    private static EngineInMemory single(RuleDefinition rule, Map<String, List<Sample>> hosts, Random random) {
        EngineInMemory engine = new EngineInMemory(rule);
        for (Message message : merged(hosts)) {
            engine.batch(List.of(message.observation()));
            if (random.nextBoolean()) {
                engine.tick(message.sample.appendedAt());
            }
            if (random.nextInt(3) == 0) {
                engine.deleteInactive();
            }
        }
        return engine.end();
    }

    /** Batches of a random length from one partition after the other, each with one host. */
    private static EngineInMemory partitions(RuleDefinition rule, Map<String, List<Sample>> hosts, Random random) {
        EngineInMemory engine = new EngineInMemory(rule);
        Map<String, Integer> positions = new HashMap<>();
        List<String> names = new ArrayList<>(hosts.keySet());
        while (!names.isEmpty()) {
            String host = names.get(random.nextInt(names.size()));
            List<Sample> ofHost = hosts.getOrDefault(host, List.of());
            int from = positions.getOrDefault(host, 0);
            int to = Math.min(ofHost.size(), from + 1 + random.nextInt(5));
            engine.batch(ofHost.subList(from, to).stream()
                    .map(sample -> new Message(host, sample).observation())
                    .toList());
            positions.put(host, to);
            if (to == ofHost.size()) {
                names.remove(host);
            }
            names.stream()
                    .map(name -> read(hosts.getOrDefault(name, List.of()), positions.getOrDefault(name, 0)))
                    .min(Comparator.naturalOrder())
                    .ifPresent(engine::tick);
        }
        return engine.end();
    }

    private static Instant read(List<Sample> ofHost, int position) {
        return position == 0 ? NOON : ofHost.get(position - 1).appendedAt();
    }

    private static List<Message> merged(Map<String, List<Sample>> hosts) {
        return hosts.entrySet().stream()
                .flatMap(host -> host.getValue().stream().map(sample -> new Message(host.getKey(), sample)))
                .sorted(Comparator.comparing(message -> message.sample.appendedAt()))
                .toList();
    }
}
