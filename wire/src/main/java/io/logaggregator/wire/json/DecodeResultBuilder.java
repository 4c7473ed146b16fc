package io.logaggregator.wire.json;

import static io.logaggregator.core.observation.LogField.Text.CORRELATION_ID;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.time.TimeContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Collects the observations and rejections of a message, or of a part of it. */
public final class DecodeResultBuilder {

    private static final String UNKNOWN_HOST = "unknown";

    /** Bounds the rejections of a large message that has only invalid elements. */
    public static final int MAX_REJECTIONS = 1_000;

    private static final String TOO_MANY_REJECTIONS =
            "rest of the message rejected after " + MAX_REJECTIONS + " rejected elements";

    private static final String TOO_MANY_EVENTS =
            "rest of the message rejected after " + EventId.MAX_EVENTS + " log events";

    private final Message message;
    private final ZoneId zone;
    private final int from;
    private LogRecord frame = LogRecord.NONE;
    private final List<Observation> observations = new ArrayList<>(1);
    private final List<Rejection> rejections = new ArrayList<>(0);
    private Progress before;
    private int droppedParts;
    private int elements;
    private int events;
    private int position;
    private long expandedBytes;

    public DecodeResultBuilder(Message message, ZoneId zone) {
        this(message, zone, Progress.NONE, 0);
    }

    /**
     * @param zone of times without one
     * @param before counts of the message before this part
     * @param from number of elements to skip
     */
    public DecodeResultBuilder(Message message, ZoneId zone, Progress before, int from) {
        this.message = message;
        this.zone = zone;
        this.before = before;
        this.from = from;
        this.elements = before.elements();
        this.events = before.events();
        this.position = before.position();
    }

    public Message message() {
        return message;
    }

    /** Assumptions for times in this message. */
    public TimeContext times() {
        return new TimeContext(zone, message.receivedAt());
    }

    /** The frame around the record that is read now, such as the header of syslog. */
    public LogRecord frame() {
        return frame;
    }

    /** Reads a record within a frame, which is itself within the present one. */
    public <T> T within(LogRecord inner, Supplier<T> read) {
        LogRecord outer = frame;
        frame = inner.within(outer);
        try {
            return read.get();
        } finally {
            frame = outer;
        }
    }

    /** Adds a log event; values that the record lacks are those of its frame, then those of the message. */
    public void add(LogRecord record) {
        LogRecord complete = record.within(frame);
        Instant observedAt = complete.time() == null ? message.timestamp() : complete.time();
        add(new LogEvent(
                nextId(observedAt),
                observedAt,
                message.receivedAt(),
                message.queuedAt(),
                complete.host() == null ? hostOfKey() : complete.host(),
                complete.level() == null ? Level.INFO : complete.level(),
                complete.message() == null ? "" : complete.message(),
                texts(complete.texts()),
                complete.tags(),
                complete.attributes()));
    }

    /** The texts with the trace in which the message was sent, where a record states none. */
    private LogTexts texts(LogTexts texts) {
        String traceId = message.traceId();
        return traceId == null || !texts.get(CORRELATION_ID).isEmpty() ? texts : texts.with(CORRELATION_ID, traceId);
    }

    /**
     * The id of the next log event of this message.
     *
     * @throws InvalidElementException if the message {@link #isFull}
     */
    public UUID nextId(Instant observedAt) {
        if (events == EventId.MAX_EVENTS) {
            throw new InvalidElementException(Reason.TOO_MANY, TOO_MANY_EVENTS);
        }
        return EventId.of(message.source(), message.offset(), events++, observedAt);
    }

    /** The host in the message's key; {@code unknown} if there is none. */
    public String hostOfKey() {
        byte[] key = message.key();
        return key == null ? UNKNOWN_HOST : KeyHost.of(Bytes.of(key)).orElse(UNKNOWN_HOST);
    }

    public void add(Observation observation) {
        observations.add(observation);
    }

    /** Number of observations so far. */
    public int count() {
        return observations.size();
    }

    public void drop(int parts) {
        droppedParts += parts;
    }

    public void reject(Reason reason, String detail, Bytes value) {
        rejections.add(new Rejection(reason, StorableText.of(detail), value.toArray()));
    }

    /** Ends an element of the message. Discards it if it is to be skipped. */
    public void endElement(int end) {
        elements++;
        position = end;
        if (elements <= from) {
            before = progress();
            observations.clear();
            rejections.clear();
            droppedParts = 0;
            expandedBytes = 0;
        }
    }

    /** Whether the maximum of rejections or log events is reached: the rest of the message is then rejected as one. */
    public boolean isFull() {
        return rejectionCount() >= MAX_REJECTIONS || events == EventId.MAX_EVENTS;
    }

    /** Rejects the rest of a message that {@link #isFull}. */
    public void rejectRest(Bytes rest) {
        if (events == EventId.MAX_EVENTS) {
            reject(Reason.TOO_MANY, TOO_MANY_EVENTS, rest);
        } else {
            reject(Reason.MALFORMED, TOO_MANY_REJECTIONS, rest);
        }
    }

    /** Number of rejections of the message so far. */
    public int rejectionCount() {
        return before.rejections() + rejections.size();
    }

    /** Estimated memory of this part, in bytes. */
    public long cost() {
        return Decoded.cost(position - before.position(), observations.size()) + expandedBytes;
    }

    /** Adds text of observations that exceeds their bytes in the message, such as attributes that many of them share. */
    public void expand(long bytes) {
        expandedBytes += bytes;
    }

    /** Whether this part has an element. */
    public boolean hasElements() {
        return elements > before.elements();
    }

    /** The end of the last element. */
    public int position() {
        return position;
    }

    /** Counts of the message up to the last element. */
    public Progress progress() {
        return new Progress(elements, events, rejectionCount(), before.observed() || !observations.isEmpty(), position);
    }

    public Decoded decoded() {
        return decoded(Optional.empty());
    }

    public Decoded decoded(Rest rest) {
        return decoded(Optional.of(rest));
    }

    private Decoded decoded(Optional<Rest> rest) {
        return new Decoded(observations, rejections, droppedParts, before, rest, expandedBytes);
    }
}
