package io.logaggregator.server.api;

import io.logaggregator.application.alert.StoredHistory;
import io.logaggregator.domain.LogCondition;
import io.logaggregator.domain.LogField;
import io.logaggregator.domain.alert.Condition.Silence;
import io.logaggregator.domain.alert.Labels;
import io.logaggregator.domain.alert.Matchers;
import io.logaggregator.domain.alert.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One host with three samples a minute apart, whatever is asked, and nothing else. */
final class FakeStoredHistory implements StoredHistory {

    @Override
    public void samples(String metric, Matchers matchers, Instant from, Instant to, Sink sink) {
        Labels host = Labels.ofHost("web-1", Map.of());
        sink.accept(host, new Point(from, 0.9));
        sink.accept(host, new Point(from.plusSeconds(60), 0.5));
        sink.accept(host, new Point(from.plusSeconds(120), 0.95));
    }

    @Override
    public void logCounts(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to,
            Sink sink) {}

    @Override
    public void signsOfLife(Silence.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink) {}
}
