package io.logaggregator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.domain.LogEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixturesTest {

    @Test
    void logEvents_areTheSameForTheSameSeed() {
        assertThat(new Fixtures(7).logEvents(50)).isEqualTo(new Fixtures(7).logEvents(50));
    }

    @Test
    void logEvents_riseInTimeAndId() {
        List<LogEvent> events = new Fixtures(7).logEvents(50);

        assertThat(events).extracting(LogEvent::observedAt).isSorted().doesNotHaveDuplicates();
        assertThat(events).extracting(event -> event.id().toString()).isSorted().doesNotHaveDuplicates();
    }
}
