package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.LoadRule.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.state.AlertChanges.Noticed;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts and notices of points that are too late. */
class LatePointsTest {

    private final FakeAlertStates states = new FakeAlertStates();

    @Test
    void lateSamples_areCounted_andNoticedAboveOnePercent() {
        RuleSet rules = LoadRule.only(LoadRule.IMMEDIATE);
        states.ingest(rules, samples(10, 1, 20));
        states.ingest(rules, samples(9, 0, 20));

        assertThat(late(rules)).isEqualTo(9);
        assertThat(states.notices()).isEmpty();

        states.ingest(rules, samples(3, 0, 20));

        assertThat(late(rules)).isEqualTo(12);
        assertThat(states.notices()).extracting(Noticed::notice).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(RuleNotice.Kind.LATE_POINTS);
            assertThat(notice.count()).isEqualTo(12);
        });
    }

    @Test
    void lateSamples_areNotNoticed_upToOnePercent() {
        RuleSet rules = LoadRule.only(LoadRule.IMMEDIATE);
        states.ingest(rules, samples(1, 0, 1));
        states.ingest(rules, samples(1, 0, 1));
        states.ingest(rules, samples(1_200, 2, 2_000));
        states.ingest(rules, samples(11, 0, 2_000));

        assertThat(late(rules)).isEqualTo(12);
        assertThat(states.notices()).isEmpty();
    }

    @Test
    void gapsBetweenSamples_areNoticed() {
        RuleSet rules = LoadRule.only(LoadRule.above100(Duration.ofMinutes(30), Recovery.IMMEDIATE, Matchers.ALL));
        for (int minute = 0; minute <= 18; minute += 6) {
            states.ingest(rules, samples(1, 60 * minute, 60 * minute));
        }

        assertThat(states.notices())
                .extracting(Noticed::notice)
                .extracting(RuleNotice::kind)
                .hasSize(3)
                .containsOnly(RuleNotice.Kind.LONG_GAPS);
    }

    @Test
    void seriesOfSeveralPartitions_isNoticedOnce() {
        RuleSet rules = LoadRule.only(LoadRule.IMMEDIATE);
        for (int second = 0; second < 60; second++) {
            states.ingest(rules, List.of(sample("web-1", second, second % 2), sample("web-2", second, 0)));
        }

        assertThat(states.notices()).singleElement().satisfies(noticed -> {
            assertThat(noticed.notice().kind()).isEqualTo(RuleNotice.Kind.SEVERAL_PARTITIONS);
            assertThat(noticed.subjects()).hasSize(1);
        });
    }

    @Test
    void seriesThatMovesToAnotherPartition_isNotNoticed() {
        RuleSet rules = LoadRule.only(LoadRule.IMMEDIATE);
        for (int second = 0; second < 60; second++) {
            states.ingest(rules, List.of(sample("web-1", second, second / 20)));
        }

        assertThat(states.notices()).isEmpty();
    }

    @Test
    void followedSeries_areLimited() {
        RuleSet rules = LoadRule.only(LoadRule.IMMEDIATE);
        for (int second = 0; second < 9; second++) {
            states.ingest(rules, List.of(sample("web-1", second, second % 2)));
        }
        states.ingest(
                rules,
                IntStream.range(0, PartitionSwitches.MAX_SERIES)
                        .mapToObj(host -> sample("db-" + host, 9, 0))
                        .toList());
        for (int second = 10; second < 15; second++) {
            states.ingest(rules, List.of(sample("web-1", second, second % 2)));
        }

        assertThat(states.notices()).as("web-1 is no longer followed").isEmpty();
    }

    private static MetricSample sample(String host, int second, int source) {
        return new MetricSample(
                host,
                "load",
                200,
                NOON.plusSeconds(second),
                NOON.plusSeconds(second),
                MetricSample.Kind.GAUGE,
                new TreeMap<>(),
                null,
                source);
    }

    private static long late(RuleSet rules) {
        LatePoints counts = rules.signals(List.of()).latePoints();
        assertThat(counts.count(LogCount.class)).isZero();
        return counts.count(Threshold.class);
    }

    private static List<MetricSample> samples(int count, int second, int queued) {
        return IntStream.range(0, count)
                .mapToObj(number -> LoadRule.sample(
                        "web-1", 200, NOON.plusSeconds(second).plusMillis(number), NOON.plusSeconds(queued)))
                .toList();
    }
}
