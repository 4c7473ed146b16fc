package io.logaggregator.wire.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentValuesTest {

    @Test
    void ratio_hasDigitsOfPercent() {
        for (int thousandths = 0; thousandths <= 100_000; thousandths++) {
            double percent = thousandths / 1000.0;

            assertThat(AgentValues.ratio(percent))
                    .as("%s %%", percent)
                    .isEqualTo(BigDecimal.valueOf(thousandths, 5).doubleValue());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1234567890123, 1e-300, 1e15, 1e300, Double.MAX_VALUE})
    void ratio_ofOtherNumbersIsQuotient(double percent) {
        assertThat(AgentValues.ratio(percent)).isEqualTo(percent / 100);
    }
}
