package io.logaggregator.benchmarks;

import io.logaggregator.application.Enricher;
import io.logaggregator.application.Enrichment;
import io.logaggregator.application.IngestSession;
import io.logaggregator.domain.Message;
import io.logaggregator.domain.Observation;
import io.logaggregator.domain.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The samples of the other benchmarks, as ingest would have stored them, the newest of them new. */
record StoredSamples(int events, int hosts, int reportsPerHost) {

    private static final int AT_ONCE = 10_000;

    void appendTo(TestPostgres.Database database) {
        Instant now = Instant.now();
        SampleLogs logs = new SampleLogs(3, now.minusMillis(events));
        SampleReports reports = new SampleReports(0.2, hosts, now.minusSeconds(60));
        try (PostgresStore store = Backlog.store(database)) {
            store.migrate();
            store.upkeep().run(now, Duration.ofDays(30));
            try (IngestSession session = store.openIngestSession()) {
                append(session, events, new Partition("logs", "sample", 0), WireFormat.LOG, logs::next);
                append(
                        session,
                        hosts * reportsPerHost,
                        new Partition("system-metrics", "sample", 0),
                        WireFormat.AGENT,
                        () -> reports.next().value());
            }
        }
    }

    private static void append(
            IngestSession session, int messages, Partition partition, WireFormat format, Supplier<byte[]> next) {
        Enricher enricher =
                new Enricher(new Enrichment("", "", "", List.of(), Duration.ofMinutes(10), Duration.ofDays(30)));
        List<Observation> observations = new ArrayList<>();
        for (int number = 0; number < messages; number++) {
            Instant now = Instant.now();
            Message message = new Message(partition, number, now, now, null, next.get());
            for (Observation observation : format.decoder().decode(message).observations()) {
                observations.add(enricher.enrich(observation, now));
            }
            if (observations.size() >= AT_ONCE || number == messages - 1) {
                List<Observation> batch = List.copyOf(observations);
                session.inTransaction(transaction -> transaction.append(batch));
                observations.clear();
            }
        }
    }

    /** Bodies of so many log lines each. */
    static List<byte[]> bodies(int number, int lines) {
        SampleLogs logs = new SampleLogs(4, Instant.now());
        return Stream.generate(() -> body(logs, lines)).limit(number).toList();
    }

    private static byte[] body(SampleLogs logs, int lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int line = 0; line < lines; line++) {
            body.writeBytes(logs.next());
            body.write('\n');
        }
        return body.toByteArray();
    }
}
