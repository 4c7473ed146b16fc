package io.logaggregator.testkit.fakes;

import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.util.function.Function;
import java.util.function.Predicate;

/** Each query matches all events or none; each field except the host is empty. */
public enum FakeLogMatching implements LogMatching {
    ALL,
    NONE;

    @Override
    public Predicate<LogEvent> matching(String query) {
        return _ -> this == ALL;
    }

    @Override
    public Function<LogEvent, String> value(LogField field) {
        return event -> field == LogField.Standard.HOST ? event.host() : "";
    }
}
