package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void draw_givesTheSameFaultsForASeedAndOthersForAnother() {
        assertThat(draw(1, ALL)).isEqualTo(draw(1, ALL)).isNotEqualTo(draw(2, ALL));
    }

    @Test
    void draw_givesEachKindOnceBeforeAnyComesASecondTime() {
        List<FaultKind> kinds = draw(3, ALL).stream().map(Fault::kind).toList();

        assertThat(kinds).hasSize(200);
        for (int deck = 0; deck + ALL.size() <= kinds.size(); deck += ALL.size()) {
            assertThat(kinds.subList(deck, deck + ALL.size())).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void draw_leavesOutWhatTheMachineDoesNotAllow() {
        Set<FaultKind> allowed = EnumSet.complementOf(EnumSet.of(FaultKind.FULL_DISK));

        assertThat(draw(4, allowed)).extracting(Fault::kind).doesNotContain(FaultKind.FULL_DISK);
    }

    @Test
    void draw_spreadsTheFaultsOverTheTimeAndHealsEachWithinTwentySeconds() {
        List<Fault> faults = draw(5, ALL);

        assertThat(faults).extracting(Fault::after).isSorted();
        assertThat(faults.getLast().after()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat(fault.lasts()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(20)));
    }

    private static List<Fault> draw(long seed, Set<FaultKind> kinds) {
        return FaultPlan.draw(new FaultRunSettings(seed, 200, Duration.ofMinutes(30)), kinds);
    }
}
