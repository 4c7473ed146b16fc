package io.logaggregator.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void traceId_isTheSecondPart() {
        assertThat(TraceParent.traceId("00-" + ID + "-00f067aa0ba902b7-01")).contains(ID);
        assertThat(TraceParent.traceId("cc-" + ID + "-00f067aa0ba902b7-01-later"))
                .contains(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ID,
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
            })
    void otherValue_hasNoTraceId(String value) {
        assertThat(TraceParent.traceId(value)).isEmpty();
    }
}
