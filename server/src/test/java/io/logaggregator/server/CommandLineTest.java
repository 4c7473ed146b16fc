package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void keysOfTheServerAndOfSpring_areAccepted() {
        String[] arguments = {
            "--aggregator.database.url=x", "--server.port=1", "--spring.profiles.active=prod", "--debug"
        };
        assertThat(AggregatorServer.COMMAND_LINE.mistakeIn(arguments)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=8080", "-h", "start", "--aggregatr.database.url=x"})
    void whatNobodyReads_isAMistake(String argument) {
        assertThat(AggregatorServer.COMMAND_LINE.mistakeIn(new String[] {argument}))
                .hasValueSatisfying(message -> assertThat(message).startsWith(argument + ": unknown"));
    }
}
