package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.store.postgres.filters.MessageFilter;
import io.logaggregator.store.postgres.logs.LogEventRow;
import java.util.function.BiConsumer;

/**
 * A table with the COPY statement and the encoder of its rows.
 *
 * @param statement the COPY statement
 * @param encoder writes a row with the fields of the statement, in its order
 */
record CopyTable<T>(String statement, BiConsumer<T, CopyBuffer> encoder) {

    /** Log events with the values of a stream of their own. */
    static final CopyTable<LogEvent> LOG_EVENT = new CopyTable<>(
            "copy log_event (" + LogEventRow.INLINE_COLUMNS + ") from stdin (format binary)",
            (event, buffer) -> buffer.row(8 + Text.ALL.size())
                    .uuid(event.id())
                    .timestamptz(event.observedAt())
                    .timestamptz(event.receivedAt())
                    .text(event.host())
                    .smallint(event.level().severityNumber())
                    .text(event.message())
                    .texts(event.texts())
                    .textArray(event.tags(), tag -> tag)
                    .jsonb(event.attributes().text()));

    /** Log events of streams in the dictionary. */
    static final CopyTable<LogStreams.Row> LOG_EVENT_OF_STREAM = new CopyTable<>(
            """
            copy log_event (id, observed_at, received_at, level, message, correlation_id, attributes, stream_id)
            from stdin (format binary)
            """,
            (row, buffer) -> buffer.row(8)
                    .uuid(row.event().id())
                    .timestamptz(row.event().observedAt())
                    .timestamptz(row.event().receivedAt())
                    .smallint(row.event().level().severityNumber())
                    .text(row.event().message())
                    .text(row.event().text(Text.CORRELATION_ID))
                    .jsonb(row.event().attributes().text())
                    .integer(row.streamId()));

    static final CopyTable<MessageFilter> MESSAGE_FILTER = new CopyTable<>(
            """
            copy message_filter (observed_at, first_millis, last_millis, events, bits)
            from stdin (format binary)
            """,
            (filter, buffer) -> buffer.row(5)
                    .timestamptz(filter.observedAt())
                    .bigint(filter.firstMillis())
                    .bigint(filter.lastMillis())
                    .integer(filter.events())
                    .bytea(filter.bits()));

    static final CopyTable<SeriesIds.Sample> METRIC_SAMPLE = new CopyTable<>(
            """
            copy metric_sample (series_id, observed_at, value)
            from stdin (format binary)
            """,
            (sample, buffer) -> buffer.row(3)
                    .integer(sample.seriesId())
                    .timestamptz(sample.metric().observedAt())
                    .doublePrecision(sample.metric().value()));

    static final CopyTable<ProcessSnapshot> PROCESS_SNAPSHOT = new CopyTable<>(
            """
            copy process_snapshot (host, observed_at, pid_step, name, cpu, memory, status)
            from stdin (format binary)
            """,
            (snapshot, buffer) -> buffer.row(7)
                    .text(snapshot.host())
                    .timestamptz(snapshot.observedAt())
                    .integerSteps(snapshot.processes(), ProcessSnapshot.Entry::pid)
                    .textArray(snapshot.processes(), ProcessSnapshot.Entry::name)
                    .realArray(snapshot.processes(), ProcessSnapshot.Entry::cpuRatio)
                    .bigintArray(snapshot.processes(), ProcessSnapshot.Entry::memoryBytes)
                    .textArray(snapshot.processes(), ProcessSnapshot.Entry::status));

    static final CopyTable<RejectedMessage> REJECTED_MESSAGE = new CopyTable<>(
            """
            copy rejected_message (id, topic, topic_id, partition, message_offset, rejected_at, reason, detail, key,
                                   value, format, replayed_at)
            from stdin (format binary)
            """,
            (message, buffer) -> buffer.row(12)
                    .uuid(message.id())
                    .text(message.partition().topic())
                    .text(message.partition().topicId())
                    .integer(message.partition().number())
                    .bigint(message.offset())
                    .timestamptz(message.rejectedAt())
                    .text(message.rejection().reason().name())
                    .text(message.rejection().detail())
                    .bytea(message.key())
                    .bytea(message.rejection().value())
                    .text(message.format())
                    .timestamptz(message.replayedAt().orElse(null)));
}
