package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Set<Fault.Kind> ALL = EnumSet.allOf(Fault.Kind.class);

    @Test
    void draw_dependsOnSeedOnly() {
        assertThat(draw(1, ALL)).isEqualTo(draw(1, ALL)).isNotEqualTo(draw(2, ALL));
    }

    @Test
    void draw_usesEachKindOnceBeforeRepeating() {
        List<Fault.Kind> kinds = draw(3, ALL).stream().map(Fault::kind).toList();

        assertThat(kinds).hasSize(200);
        for (int deck = 0; deck + ALL.size() <= kinds.size(); deck += ALL.size()) {
            assertThat(kinds.subList(deck, deck + ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void draw_usesAllowedKindsOnly() {
        Set<Fault.Kind> allowed = EnumSet.complementOf(EnumSet.of(Fault.Kind.DISK_FULL));

        assertThat(draw(4, allowed)).extracting(Fault::kind).doesNotContain(Fault.Kind.DISK_FULL);
    }

    @Test
    void draw_spreadsFaultsOverTime_atMost20SecondsEach() {
        List<Fault> faults = draw(5, ALL);

        assertThat(faults).extracting(Fault::start).isSorted();
        assertThat(faults.getLast().start()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(faults)
                .allSatisfy(fault ->
                        assertThat(fault.duration()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(20)));
    }

    private static List<Fault> draw(long seed, Set<Fault.Kind> kinds) {
        return FaultPlan.draw(new FaultRunSettings(seed, 200, Duration.ofMinutes(30)), kinds);
    }
}
