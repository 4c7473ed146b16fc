package io.logaggregator.agent.lines;

import io.logaggregator.agent.lines.EventAssembler.Event;
import io.logaggregator.agent.lines.EventAssembler.StreamLine;
import io.logaggregator.agent.lines.LineSplitter.Line;
import io.logaggregator.wire.line.ContainerLine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.LongStream;

/**
 * Assembles log lines from the bytes of a file, in chunks of any size. Frames of container logs (CRI, Docker) are removed, and
 * the parts of their lines joined, before {@link EventAssembler} joins the lines of each stream. Not thread-safe.
 */
public final class LineAssembler {

    /** Maximum pause of a writer within a stack trace; a longer one splits it into two events. */
    private static final Duration CONTINUATION_TIMEOUT = Duration.ofMillis(500);

    private final boolean joinContinuations;
    private final int maxBytes;
    private final long partialLineNanos;
    private final LineSplitter splitter;
    private final Map<String, Stream> streams = new LinkedHashMap<>(); // at most: none, stdout, stderr
    private final Queue<LogLine> complete = new ArrayDeque<>();
    private long bytesAtNanos;

    /**
     * Creates an assembler for a file.
     *
     * @param position of the next byte in the file
     * @param joinContinuations whether the lines of a stack trace or JSON object are joined
     * @param maxBytes longer lines are truncated
     * @param partialLineTimeout time after which text without a newline counts as a line
     */
    public LineAssembler(
            long position, Charset charset, boolean joinContinuations, int maxBytes, Duration partialLineTimeout) {
        this.joinContinuations = joinContinuations;
        this.maxBytes = maxBytes;
        partialLineNanos = partialLineTimeout.toNanos();
        splitter = new LineSplitter(position, charset, maxBytes);
    }

    /** The next complete line of a heap buffer; empty if all bytes are consumed. */
    public Optional<LogLine> next(ByteBuffer bytes, long nowNanos) {
        bytesAtNanos = bytes.hasRemaining() ? nowNanos : bytesAtNanos;
        while (complete.isEmpty()) {
            Optional<Line> line = splitter.next(bytes);
            if (line.isEmpty()) {
                break;
            }
            add(line.get(), nowNanos);
        }
        return Optional.ofNullable(complete.poll());
    }

    /** The next line, if its continuation or rest has not followed in time. */
    public Optional<LogLine> nextExpired(long nowNanos) {
        if (nowNanos - bytesAtNanos > partialLineNanos) {
            splitter.takePartial().ifPresent(line -> add(line, nowNanos));
        }
        streams.values().forEach(stream -> stream.expire(nowNanos));
        return Optional.ofNullable(complete.poll());
    }

    /** The next line, complete or not, until all bytes are used. */
    public Optional<LogLine> nextOfAll(long nowNanos) {
        splitter.takePartial().ifPresent(line -> add(line, nowNanos));
        streams.values().forEach(Stream::flush);
        return Optional.ofNullable(complete.poll());
    }

    public int bufferedBytes() {
        return splitter.bufferedBytes()
                + streams.values().stream().mapToInt(Stream::bufferedBytes).sum();
    }

    private void add(Line line, long nowNanos) {
        Optional<ContainerLine> frame = ContainerLine.parse(line.text());
        streams.computeIfAbsent(frame.map(ContainerLine::stream).orElse(""), _ -> new Stream())
                .add(line, frame, nowNanos);
    }

    /** An event is complete. What is before its end in the file, also in the other streams, is not needed any more. */
    private void addComplete(List<Event> events) {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            long next = i + 1 < events.size() ? events.get(i + 1).start() : splitter.lineStart();
            long end = streams.values().stream()
                    .map(Stream::start)
                    .flatMapToLong(OptionalLong::stream)
                    .reduce(next, Math::min);
            complete.add(new LogLine(event.text(), end, event.truncated(), event.frame()));
        }
    }

    /** Lines of stdout, of stderr, or without a frame. */
    private final class Stream {

        private final EventAssembler events = new EventAssembler(joinContinuations, maxBytes);
        private Optional<Line> firstPart = Optional.empty();
        private Optional<ContainerLine> partFrame = Optional.empty();
        private ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private long changedNanos;

        void add(Line line, Optional<ContainerLine> frame, long nowNanos) {
            changedNanos = nowNanos;
            if (frame.isEmpty()) {
                addComplete(events.add(new StreamLine(line, frame)));
                return;
            }
            if (firstPart.isEmpty()) {
                firstPart = Optional.of(line);
                partFrame = frame;
            }
            byte[] text = frame.get().text();
            parts.write(text, 0, Math.min(text.length, maxBytes + 1 - parts.size()));
            if (!frame.get().partial()) {
                endParts();
            }
        }

        private void endParts() {
            if (firstPart.isEmpty()) {
                return;
            }
            Line first = firstPart.get();
            byte[] text = parts.toByteArray();
            boolean truncated = first.truncated() || text.length > maxBytes;
            var line = new Line(
                    truncated ? Arrays.copyOf(text, Math.min(text.length, maxBytes)) : text,
                    first.start(),
                    splitter.lineStart(),
                    truncated);
            Optional<ContainerLine> frame = partFrame;
            firstPart = Optional.empty();
            partFrame = Optional.empty();
            parts = new ByteArrayOutputStream();
            addComplete(events.add(new StreamLine(line, frame)));
        }

        void expire(long nowNanos) {
            if (nowNanos - changedNanos > partialLineNanos) {
                endParts();
            }
            if (!events.isEmpty() && firstPart.isEmpty() && nowNanos - changedNanos > CONTINUATION_TIMEOUT.toNanos()) {
                addComplete(events.takeAll());
            }
        }

        void flush() {
            endParts();
            addComplete(events.takeAll());
        }

        OptionalLong start() {
            return LongStream.concat(events.start().stream(), firstPart.stream().mapToLong(Line::start))
                    .min();
        }

        int bufferedBytes() {
            return parts.size() + events.bufferedBytes();
        }
    }
}
