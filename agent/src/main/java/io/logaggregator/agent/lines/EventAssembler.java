package io.logaggregator.agent.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.logaggregator.agent.lines.LineSplitter.Line;
import io.logaggregator.agent.lines.TraceRules.Verdict;
import io.logaggregator.wire.line.ContainerLine;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Joins the lines of one stream to events: stack traces with the message above them, and JSON objects of several lines. An
 * event is complete when the next one starts, or after a timeout. Blank lines outside of events are skipped. Not thread-safe.
 */
final class EventAssembler {

    private final boolean joinContinuations;
    private final int maxBytes;
    private final TraceRules rules = new TraceRules();
    private Optional<Pending> pending = Optional.empty();

    /** A line that continues the pending event if the next line is a stack frame. */
    private Optional<StreamLine> undecided = Optional.empty();

    /** Brackets of the pending event, if it is a JSON object or array of several lines. */
    private Optional<JsonBrackets> json = Optional.empty();

    EventAssembler(boolean joinContinuations, int maxBytes) {
        this.joinContinuations = joinContinuations;
        this.maxBytes = maxBytes;
    }

    /** A line of the stream, without the frame of a container's log. */
    record StreamLine(Line line, Optional<ContainerLine> frame) {

        private String asText() {
            return new String(line.text(), ISO_8859_1);
        }
    }

    /** A complete event; {@code start} is its position in the file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(byte[] text, long start, boolean truncated, Optional<ContainerLine> frame) {}

    /** Adds a line, and returns the events that are complete now. */
    List<Event> add(StreamLine added) {
        if (added.line.text().length == 0) {
            pending.ifPresent(event -> event.blankLines++);
            return List.of();
        }
        var complete = new ArrayList<Event>();
        String text = added.asText();
        if (!joinContinuations) {
            return List.of(new Pending(added).toEvent());
        }
        if (json.isPresent()) {
            if (continuesJson(added, text, complete)) {
                return complete;
            }
            complete.addAll(takeAll());
        }
        if (JsonBrackets.isObject(text.strip())) {
            complete.addAll(takeAll());
            complete.add(new Pending(added).toEvent());
            return complete;
        }
        decide(text, complete);
        switch (verdictOn(text, added)) {
            case CONTINUES -> pending.orElseThrow().append(added);
            case DEPENDS_ON_NEXT -> undecided = Optional.of(added);
            case STARTS_EVENT -> {
                takePending().ifPresent(complete::add);
                start(added, text);
            }
        }
        return complete;
    }

    /** All events so far, complete or not. */
    List<Event> takeAll() {
        var events = new ArrayList<Event>();
        takePending().ifPresent(events::add);
        undecided.map(line -> new Pending(line).toEvent()).ifPresent(events::add);
        undecided = Optional.empty();
        return events;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Position in the file of the first line that is not part of a returned event. */
    OptionalLong start() {
        return pending.map(event -> OptionalLong.of(event.first.line.start())).orElseGet(OptionalLong::empty);
    }

    int bufferedBytes() {
        return pending.map(event -> event.text.size()).orElse(0)
                + undecided.map(line -> line.line.text().length).orElse(0);
    }

    private void start(StreamLine line, String text) {
        pending = Optional.of(new Pending(line));
        rules.start(text);
        if (text.strip().equals("{") || text.strip().equals("[")) {
            var brackets = new JsonBrackets();
            brackets.endIn(text);
            json = Optional.of(brackets);
        }
    }

    private boolean continuesJson(StreamLine added, String text, List<Event> complete) {
        Pending event = pending.orElseThrow();
        boolean second = event.lines == 1;
        if (!event.fits(added) || (second && !isJsonMember(text.strip()))) {
            return false;
        }
        event.append(added);
        if (json.orElseThrow().endIn(text) >= 0) {
            takePending().ifPresent(complete::add);
        }
        return true;
    }

    /** Text such as source code may start with a bracket alone, too. */
    private static boolean isJsonMember(String text) {
        return !text.isEmpty() && "\"{}[]".indexOf(text.charAt(0)) >= 0;
    }

    private void decide(String text, List<Event> complete) {
        if (undecided.isEmpty()) {
            return;
        }
        StreamLine line = undecided.get();
        undecided = Optional.empty();
        Pending event = pending.orElseThrow();
        if (TraceRules.isFrame(text) && event.fits(line)) {
            event.append(line);
        } else {
            takePending().ifPresent(complete::add);
            start(line, line.asText());
        }
    }

    private Verdict verdictOn(String text, StreamLine added) {
        return pending.filter(event -> event.fits(added)).isPresent() ? rules.next(text) : Verdict.STARTS_EVENT;
    }

    private Optional<Event> takePending() {
        Optional<Event> event = pending.map(Pending::toEvent);
        pending = Optional.empty();
        json = Optional.empty();
        return event;
    }

    /** The lines of an event so far. */
    private final class Pending {

        private final StreamLine first;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private boolean truncated;
        private int lines = 1;
        private int blankLines;

        Pending(StreamLine first) {
            this.first = first;
            text.writeBytes(first.line.text());
            truncated = first.line.truncated();
        }

        boolean fits(StreamLine added) {
            return !truncated && text.size() + blankLines + 1 + added.line.text().length <= maxBytes;
        }

        void append(StreamLine added) {
            for (; blankLines > 0; blankLines--) {
                text.write('\n');
            }
            text.write('\n');
            text.writeBytes(added.line.text());
            truncated = added.line.truncated();
            lines++;
        }

        Event toEvent() {
            return new Event(text.toByteArray(), first.line.start(), truncated, first.frame);
        }
    }
}
