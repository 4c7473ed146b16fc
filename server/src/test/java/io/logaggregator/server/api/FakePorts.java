package io.logaggregator.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogExport.Sink;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;

/** Fake ports with one resource of each kind, which record their arguments. */
final class FakePorts {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final UUID ID = UUID.fromString("019ab0c1-0000-7000-8000-000000000001");
    static final UUID UNKNOWN = UUID.fromString("019ab0c1-0000-7000-8000-000000000002");

    private static final Partition PARTITION = new Partition("logs", "topic-id", 3);

    static final LogEvent EVENT = new LogEvent(
            ID,
            NOW.minusSeconds(5),
            NOW.minusSeconds(4),
            "web-1",
            Level.ERROR,
            "timed out",
            LogTexts.of("prod", "shop", "", "abc"),
            List.of("slow"),
            new JsonObject("{\"status\":500}"));

    String hostName = "web-1";

    LogQuery logQuery = new LogQuery(NOW, NOW, LogCondition.ALL);

    @Nullable
    HostQuery hostQuery;

    final List<LogQuery> logQueries = new ArrayList<>();
    LogExport.Order exportOrder = LogExport.Order.OLDEST_FIRST;
    LogExport.Order logOrder = LogExport.Order.NEWEST_FIRST;
    Runnable exportBegins = () -> {};
    int exportedRows = 1;
    LogEvent event = EVENT;
    int limit;
    Optional<UUID> after = Optional.empty();
    Duration step = Duration.ZERO;
    Instant processesAt = Instant.EPOCH;
    byte[] rejectedValue = "{\"broken\"".getBytes(UTF_8);
    RejectedMessages.Filter rejectedFilter = RejectedMessages.Filter.ALL;
    boolean queueIsAway;
    boolean queueRefuses;
    final List<OutgoingMessage> published = new ArrayList<>();

    final LogSearch logs = new LogSearch() {
        @Override
        public Page<LogEvent> find(LogQuery asked, LogExport.Order order, int most, Optional<UUID> cursor) {
            logOrder = order;
            logQuery = asked;
            logQueries.add(asked);
            limit = most;
            after = cursor;
            return new Page<>(List.of(EVENT), Optional.of(ID));
        }

        @Override
        public Optional<LogEvent> find(UUID id) {
            return Optional.of(EVENT).filter(event -> event.id().equals(id));
        }

        @Override
        public Optional<LogContext> context(UUID id, int before, int after) {
            return find(id).map(event -> new LogContext(List.of(event), event, List.of()));
        }

        @Override
        public LogHistogram histogram(LogQuery query, Duration asked) {
            step = asked;
            return new LogHistogram(
                    asked, List.of(new LogHistogram.Bucket(NOW, Map.of(Level.WARN, 2L, Level.ERROR, 1L))));
        }

        @Override
        public LogHistogram.ByValue histogram(LogQuery query, Duration asked, LogField field, int values) {
            return new LogHistogram.ByValue(
                    asked, List.of("shop"), List.of(new LogHistogram.ValueBucket(NOW, 5, Map.of("shop", (long)
                            values))));
        }

        @Override
        public FieldSample fields(LogQuery query, String part, int values) {
            return fields(query, new LogField.Attribute("status"), "50" + part, 0);
        }

        @Override
        public FieldSample fields(LogQuery query, LogField field, String part, int values) {
            return new FieldSample(
                    9,
                    List.of(new FieldValues(
                            field,
                            List.of(new FieldValues.ValueCount(part + values, 7)),
                            Optional.of(new FieldValues.Statistics(7, 1, 2.5, 2, 3, 3, 4)))));
        }
    };

    final LogExport export = new LogExport() {
        @Override
        public <X extends Exception> void read(LogQuery asked, Order order, Sink<X> sink) throws X {
            logQuery = asked;
            exportOrder = order;
            exportBegins.run();
            int rows = 0;
            while (rows < exportedRows && sink.accept(event)) {
                rows++;
            }
        }
    };

    @Nullable
    MetricAggregation aggregation;

    final MetricSearch metrics = new MetricSearch() {
        @Override
        public List<MetricName> names() {
            return List.of(new MetricName("system.cpu.utilization", MetricSample.Kind.GAUGE, 1, 2));
        }

        @Override
        public List<MetricSeries> series(MetricQuery query) {
            step = query.step();
            return List.of(new MetricSeries(
                    "web-1",
                    query.metric(),
                    new TreeMap<>(Map.of("cpu", "0")),
                    List.of(new MetricSeries.Point(NOW, 0.1, 0.2, 0.3, 4))));
        }

        @Override
        public List<AggregatedSeries> aggregate(MetricAggregation query) {
            aggregation = query;
            return List.of(new AggregatedSeries(
                    "web-1", new TreeMap<>(Map.of("cpu", "0")), List.of(new AggregatedSeries.Point(NOW, 0.5))));
        }
    };

    final HostDirectory hosts = new HostDirectory() {
        @Override
        public HostPage list(HostQuery query, int limit, Optional<HostQuery.Place> after) {
            hostQuery = query;
            return new HostPage(
                    List.of(host()), after.isPresent() ? after : Optional.of(new HostQuery.Place(0.25, "web-1")));
        }

        @Override
        public HostCounts count(Instant activeSince) {
            return new HostCounts(4, 3, 1, 2, List.of(new HostCounts.OfEnvironment("prod", 4)));
        }

        @Override
        public Optional<Host> find(String name) {
            return Optional.of(host()).filter(host -> host.name().equals(name));
        }

        @Override
        public Set<String> known(Collection<String> names) {
            return Set.of();
        }

        @Override
        public boolean remove(String name, Actor actor, Instant now) {
            return find(name).isPresent();
        }

        @Override
        public Optional<ProcessSnapshot> processes(String host, Instant at) {
            processesAt = at;
            ProcessSnapshot.Entry init = new ProcessSnapshot.Entry(1, "init", 0.0, 9_000, "S");
            ProcessSnapshot.Entry java = new ProcessSnapshot.Entry(7, "java", 1.5, 5_000, "R");
            return find(host).map(known -> new ProcessSnapshot(known.name(), NOW, List.of(init, java)));
        }
    };

    final RejectedMessages rejectedMessages = new RejectedMessages() {
        @Override
        public Page<RejectedMessage> list(Filter filter, int most, Optional<UUID> cursor) {
            rejectedFilter = filter;
            return new Page<>(List.of(rejected(Optional.empty())), Optional.empty());
        }

        @Override
        public List<Group> count(Filter filter) {
            rejectedFilter = filter;
            return List.of(new Group("logs", Rejection.Reason.MALFORMED, 3, 1, NOW.minusSeconds(60), NOW));
        }

        @Override
        public Replay replayNext(
                Filter filter, Optional<UUID> after, int most, Function<List<RejectedMessage>, Set<UUID>> publish) {
            rejectedFilter = filter;
            if (after.isPresent()) {
                return new Replay(0, Optional.empty());
            }
            RejectedMessage message = rejected(Optional.empty());
            var _ = publish.apply(List.of(message));
            return new Replay(1, Optional.of(message.id()));
        }

        @Override
        public Optional<RejectedMessage> find(UUID id) {
            return Optional.of(rejected(Optional.empty()))
                    .filter(message -> message.id().equals(id));
        }

        @Override
        public Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish) {
            Optional<RejectedMessage> found = find(id);
            found.ifPresent(publish);
            return found.map(message -> rejected(Optional.of(NOW)));
        }
    };

    final Ledger ledger = new Ledger() {
        @Override
        public List<LedgerEntry> entries() {
            return List.of(
                    new LedgerEntry(PARTITION, 100, 115, new IngestCounts(10, 8, 1, 1, 2, 3, 20, 0, 0, 1, 0), NOW));
        }

        @Override
        public List<LedgerGap> gaps(int most) {
            return List.of(new LedgerGap(PARTITION, 100, 103, NOW));
        }

        @Override
        public List<StoredRows> count() {
            return List.of(new StoredRows("logEvents", 20, 18, 1));
        }
    };

    final MessageQueue queue = new MessageQueue() {
        @Override
        public QueueConsumer openConsumer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(List<OutgoingMessage> messages) {
            if (queueIsAway) {
                throw new QueueUnavailableException("no answer", null);
            }
            if (queueRefuses) {
                throw new MessagesRejectedException(new TreeMap<>(Map.of(0, "larger than the topic allows")));
            }
            published.addAll(messages);
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    };

    private Host host() {
        return new Host(
                hostName,
                "prod",
                NOW.minusSeconds(3600),
                NOW,
                3,
                Map.of("system.cpu.utilization", 0.25, "system.process.count", 412.0),
                Map.of("os.type", "linux"));
    }

    private RejectedMessage rejected(Optional<Instant> replayedAt) {
        return new RejectedMessage(
                ID,
                PARTITION,
                42,
                NOW,
                new Rejection(Rejection.Reason.MALFORMED, "at byte 9: the end", rejectedValue),
                new byte[] {'k'},
                "otlp",
                replayedAt);
    }
}
