package io.logaggregator.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopHealthTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void loopWithoutProgress_isStalledAfterTenSeconds() {
        LoopStatus loop = loop(State.CONSUMING);

        assertThat(LoopHealth.isWell(loop, NOON.plusMillis(9_999))).isTrue();
        assertThat(LoopHealth.isWell(loop, NOON.plusSeconds(10))).isFalse();
        assertThat(LoopHealth.describe(loop, NOON.plusSeconds(10)))
                .containsEntry("state", "STALLED")
                .containsEntry("stalled", "no progress since 2026-11-23T12:00:00Z")
                .containsEntry("lag", 7L);
    }

    @Test
    void otherStates_areReportedAsTheyAre() {
        assertThat(LoopHealth.describe(loop(State.CONSUMING), NOON))
                .containsEntry("state", State.CONSUMING)
                .doesNotContainKey("stalled");
        assertThat(LoopHealth.describe(loop(State.STOPPED), NOON.plusSeconds(60)))
                .containsEntry("state", State.STOPPED)
                .doesNotContainKey("stalled");
    }

    private static LoopStatus loop(State state) {
        return new LoopStatus("ingest-0", state, NOON, "", NOON, Map.of(new Partition("logs", "id", 0), 7L));
    }
}
