package io.logaggregator.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.health.contributor.Status.DOWN;
import static org.springframework.boot.health.contributor.Status.OUT_OF_SERVICE;
import static org.springframework.boot.health.contributor.Status.UP;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void instance_isReadyWhileHalfOfItsWorldIsThere() {
        assertThat(readiness.getAggregateStatus(Set.of(UP))).isEqualTo(UP);
        assertThat(readiness.getAggregateStatus(Set.of(UP, DOWN))).isEqualTo(UP);
    }

    @Test
    void instance_isNotReadyWhenAllIsAway() {
        assertThat(readiness.getAggregateStatus(Set.of(DOWN))).isEqualTo(DOWN);
    }

    @Test
    void instance_isNotReadyBeforeItHasBegun() {
        assertThat(readiness.getAggregateStatus(Set.of(UP, DOWN, OUT_OF_SERVICE)))
                .isEqualTo(OUT_OF_SERVICE);
    }
}
