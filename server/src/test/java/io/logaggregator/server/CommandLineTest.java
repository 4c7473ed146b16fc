package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void knownSections_areAccepted() {
        String[] arguments = {
            "--aggregator.database.url=x", "--server.port=1", "--spring.profiles.active=prod", "--debug"
        };
        assertThat(AggregatorServer.COMMAND_LINE.errorIn(arguments)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=8080", "-h", "start", "--aggregatr.database.url=x"})
    void unknownOption_isRejected(String argument) {
        assertThat(AggregatorServer.COMMAND_LINE.errorIn(new String[] {argument}))
                .hasValueSatisfying(message -> assertThat(message).startsWith(argument + ": unknown"));
    }
}
