package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRunSettingsTest {

    @Test
    void of_readsSeedFaultsAndMinutes() {
        assertThat(FaultRunSettings.of(List.of("42", "60", "10")))
                .isEqualTo(new FaultRunSettings(42, 60, Duration.ofMinutes(10)));
    }

    @Test
    void of_hasDefaults() {
        FaultRunSettings settings = FaultRunSettings.of(List.of());

        assertThat(settings.faults()).isEqualTo(20);
        assertThat(settings.time()).isEqualTo(Duration.ofMinutes(3));
    }

    @ParameterizedTest
    @CsvSource({
        "often 20 3, seed: often",
        "1 0 3, faults: 0",
        "1 200 3, minutes: PT3M",
        "1 2 3 4, 'arguments: [1, 2, 3, 4]'"
    })
    void of_namesInvalidArgument_andShowsUsage(String arguments, String named) {
        assertThatThrownBy(() -> FaultRunSettings.of(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("Usage:");
    }
}
