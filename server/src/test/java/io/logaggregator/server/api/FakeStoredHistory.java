package io.logaggregator.server.api;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogExport.Sink;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One host with three samples a minute apart, for every query. */
final class FakeStoredHistory implements StoredHistory {

    @Override
    public void samples(String metric, Matchers matchers, Instant from, Instant to, SampleSink sink) {
        Labels host = Labels.ofHost("web-1", Map.of());
        sink.accept(host, Kind.GAUGE, new Point(from, 0.9));
        sink.accept(host, Kind.GAUGE, new Point(from.plusSeconds(60), 0.5));
        sink.accept(host, Kind.GAUGE, new Point(from.plusSeconds(120), 0.95));
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
    public void hostActivity(NoData.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink) {}

    @Override
    public void scheduled(ScheduledQuery query, ScheduledQuery.Sink sink) {}
}
