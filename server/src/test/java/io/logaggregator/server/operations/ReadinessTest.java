package io.logaggregator.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.health.contributor.Status.DOWN;
import static org.springframework.boot.health.contributor.Status.OUT_OF_SERVICE;
import static org.springframework.boot.health.contributor.Status.UP;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void readiness_withOneDependency_isUp() {
        assertThat(HealthConfiguration.readiness(Set.of(UP))).isEqualTo(UP);
        assertThat(HealthConfiguration.readiness(Set.of(UP, DOWN))).isEqualTo(UP);
    }

    @Test
    void readiness_withoutDependencies_isDown() {
        assertThat(HealthConfiguration.readiness(Set.of(DOWN))).isEqualTo(DOWN);
    }

    @Test
    void readiness_beforeTheStart_isOutOfService() {
        assertThat(HealthConfiguration.readiness(Set.of(UP, DOWN, OUT_OF_SERVICE)))
                .isEqualTo(OUT_OF_SERVICE);
    }
}
