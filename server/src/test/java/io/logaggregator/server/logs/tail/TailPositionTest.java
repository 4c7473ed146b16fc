package io.logaggregator.server.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.TailCursor;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailPositionTest {

    private static final TailCursor FROM = new TailCursor("a.b.1:3:2");
    private static final TailCursor TO = new TailCursor("a.c.4:4:");

    @Test
    void text_isParsedToTheSamePosition() {
        TailPosition within = TailPosition.within(FROM, TO, UUID.fromString("019ab0c1-0000-7000-8000-000000000001"));
        TailPosition at = TailPosition.at(TO);

        assertThat(TailPosition.parse(within.text())).hasValue(within);
        assertThat(TailPosition.parse(at.text())).hasValue(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a;b;not-an-id", "a;b;c;d"})
    void invalidText_isRejected(String text) {
        assertThat(TailPosition.parse(text)).isEmpty();
    }
}
