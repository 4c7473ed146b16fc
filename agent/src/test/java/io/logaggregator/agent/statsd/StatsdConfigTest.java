package io.logaggregator.agent.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsdConfigTest {

    @ParameterizedTest
    @CsvSource({"8125, /127.0.0.1:8125", "0.0.0.0:9125, /0.0.0.0:9125", "[::1]:8125, /[0:0:0:0:0:0:0:1]:8125"})
    void parseAddress_isLoopbackByDefault(String text, String address) {
        assertThat(StatsdConfig.parseAddress(text)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "port", "127.0.0.1", "127.0.0.1:", "::1:"})
    void parseAddress_rejectsInvalidText(String text) {
        assertThatThrownBy(() -> StatsdConfig.parseAddress(text))
                .hasMessage("statsd: " + text + " (expected: a port, or ADDRESS:PORT)");
    }
}
