package io.logaggregator.core.alerting.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.logaggregator.core.common.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100, 100.5, Double.NaN, Double.POSITIVE_INFINITY})
    void percent_isAbove0AndBelow100(double percent) {
        assertThatThrownBy(() -> new Thresholds(percent, 85, 1_000))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("cpuUsagePercent: " + percent + " (expected: above 0 and below 100)");
        assertThat(catchThrowableOfType(InvalidDefinitionException.class, () -> new Thresholds(80, percent, 1_000))
                        .field())
                .isEqualTo("memoryUsagePercent");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_000_001})
    void processCount_isAtLeast1(int count) {
        assertThatThrownBy(() -> new Thresholds(80, 85, count))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("processCount: " + count + " (expected: 1 to 10000000)");
    }

    @Test
    void limits_areAllowed() {
        assertThat(new Thresholds(0.01, 99.99, 1)).isNotEqualTo(new Thresholds(0.01, 99.99, 10_000_000));
    }
}
