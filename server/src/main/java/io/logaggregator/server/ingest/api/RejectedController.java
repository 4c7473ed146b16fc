package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.RejectedMessages.Group;
import io.logaggregator.core.ledger.RejectedMessages.Replay;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rejected messages: inspection, download, and replay after the cause is removed. */
@RestController
@RequestMapping("/api/v1/rejected")
class RejectedController {

    private static final int BYTES_IN_LIST = 1 << 10;
    private static final int BYTES_ALONE = 1 << 16;

    /** More than any retention. */
    private static final String ALL = "36500d";

    private static final Logger log = LoggerFactory.getLogger(RejectedController.class);

    private final RejectedMessages messages;
    private final MessageQueue queue;
    private final InstantSource clock;

    RejectedController(RejectedMessages messages, MessageQueue queue, InstantSource clock) {
        this.messages = messages;
        this.queue = queue;
        this.clock = clock;
    }

    /** Lists rejected messages, newest first. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping
    PageView<RejectedView> listRejected(
            @ModelAttribute Filter filter,
            @Within(ALL) TimeRange time,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        return PageView.of(
                Source.REJECTED,
                messages.list(filter.of(time.from(), time.to()), limit, Cursor.idIn(Source.REJECTED, cursor)),
                message -> RejectedView.of(message, BYTES_IN_LIST));
    }

    /** Counts rejected messages by topic and reason, largest number first. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping("/groups")
    ItemsView<Group> listRejectedGroups(@ModelAttribute Filter filter, @Within(ALL) TimeRange time) {
        return new ItemsView<>(messages.count(filter.of(time.from(), time.to())));
    }

    /** Gets a rejected message with up to 64 KiB of its value, as text or, if it is not UTF-8, as base64. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping("/{id}")
    RejectedView getRejected(@PathVariable UUID id) {
        return RejectedView.of(find(id), BYTES_ALONE);
    }

    /** Downloads the original bytes of a rejected message, which browsers never display. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping(path = "/{id}/bytes", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<byte[]> getRejectedBytes(@PathVariable UUID id) {
        ContentDisposition file =
                ContentDisposition.attachment().filename(id + ".bin").build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(find(id).rejection().value());
    }

    /** Replays a rejected message: appends it to its topic again. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/{id}/replay")
    RejectedView replayRejected(@PathVariable UUID id) {
        return messages.replay(id, message -> queue.publish(List.of(again(message))))
                .map(message -> RejectedView.of(message, BYTES_ALONE))
                .orElseThrow(() -> noSuchMessage(id));
    }

    /**
     * Replays the next rejected messages, oldest first: up to 500, or 8 MiB. To replay all, repeat the request with
     * `nextCursor` as `cursor` and the `to` of the response. Messages that are rejected again have later times.
     */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.OK)
    ReplayView replayRejectedMessages(
            @ModelAttribute Filter filter,
            @Within(ALL) TimeRange time,
            @RequestParam(defaultValue = "500")
                    @WholeNumber(min = 1, max = "" + RejectedMessages.MAX_REPLAYED)
                    @Parameter(description = "Maximum number of messages.", example = "20")
                    int limit,
            @RequestParam @Parameter(description = "`nextCursor` of the response before. Default: the oldest message.")
                    Optional<Cursor> cursor,
            HttpServletRequest request) {
        if (cursor.isPresent() && request.getParameter("to") == null) {
            // Messages that are rejected again would be replayed without end.
            throw ProblemException.invalidParameter("to", "nothing", "with a cursor, the `to` of the first response");
        }
        Instant now = clock.instant();
        Instant to = time.to().isBefore(now) ? time.to() : now;
        List<RefusedView> refused = new ArrayList<>();
        Replay replay = messages.replayNext(
                filter.of(time.from(), to), Cursor.idIn(Source.REPLAY, cursor), limit, next -> publish(next, refused));
        return new ReplayView(
                replay.passed() - refused.size(),
                refused,
                to,
                replay.next().map(id -> new Cursor(Source.REPLAY, id).encode()).orElse(null));
    }

    /** Returns the ids of the published messages, and adds those that the queue refuses. */
    private Set<UUID> publish(List<RejectedMessage> next, List<RefusedView> refused) {
        Set<UUID> published = next.stream().map(RejectedMessage::id).collect(Collectors.toCollection(HashSet::new));
        try {
            queue.publish(next.stream().map(RejectedController::again).toList());
        } catch (MessagesRejectedException e) {
            e.reasons().forEach((index, reason) -> {
                UUID id = next.get(index).id();
                published.remove(id);
                refused.add(new RefusedView(id, reason));
            });
        }
        log.info(
                "rejected messages replayed: messages={} refused={} key={}",
                published.size(),
                refused.size(),
                Caller.actor().name());
        return published;
    }

    private static OutgoingMessage again(RejectedMessage message) {
        return new OutgoingMessage(
                message.partition().topic(), message.key(), message.rejection().value(), message.format());
    }

    private RejectedMessage find(UUID id) {
        return messages.find(id).orElseThrow(() -> noSuchMessage(id));
    }

    private static ProblemException noSuchMessage(UUID id) {
        return ProblemException.notFound("There is no rejected message " + id + ", or it was deleted.");
    }

    /** The parameters that select messages. */
    record Filter(
            @Parameter(description = "Any of these reasons.", example = "MALFORMED") @Nullable
            Set<Rejection.Reason> reason,

            @Parameter(description = "The topic.", example = "logs") @Nullable
            String topic,

            @Parameter(description = "Whether the message was replayed. Default: both.", example = "false") @Nullable
            Boolean replayed) {

        private RejectedMessages.Filter of(Instant from, Instant to) {
            return new RejectedMessages.Filter(
                    reason == null ? Set.of() : reason,
                    Optional.ofNullable(topic).filter(text -> !text.isEmpty()),
                    Optional.ofNullable(replayed),
                    from,
                    to);
        }
    }

    /**
     * The result of a replay.
     *
     * @param replayed number of messages that were appended to their topics
     * @param refused messages that the queue refuses, for example as too large for the topic
     * @param to end of the time range
     * @param nextCursor cursor of the next messages; {@code null} if there are none
     */
    record ReplayView(
            int replayed,
            List<RefusedView> refused,
            Instant to,
            @Nullable String nextCursor) {}

    /** A message that the queue refuses. */
    record RefusedView(UUID id, String reason) {}

    /**
     * A rejected message.
     *
     * @param sizeBytes size of the whole value
     * @param truncated whether text or base64 is a prefix of the value
     * @param text the value, if it is UTF-8
     * @param base64 the value, if it is not UTF-8
     */
    record RejectedView(
            UUID id,
            String topic,
            int partition,
            long offset,
            Instant rejectedAt,
            Rejection.Reason reason,
            String detail,
            @Nullable String key,
            @Nullable Instant replayedAt,
            int sizeBytes,
            boolean truncated,
            @Nullable String text,
            @Nullable String base64) {

        /** @param shownBytes maximum number of bytes of the value */
        static RejectedView of(RejectedMessage message, int shownBytes) {
            byte[] value = message.rejection().value();
            byte[] shown = value.length <= shownBytes ? value : Arrays.copyOf(value, shownBytes);
            Optional<String> text = text(shown, shown.length == value.length);
            return new RejectedView(
                    message.id(),
                    message.partition().topic(),
                    message.partition().number(),
                    message.offset(),
                    message.rejectedAt(),
                    message.rejection().reason(),
                    message.rejection().detail(),
                    message.key() == null ? null : new String(message.key(), StandardCharsets.UTF_8),
                    message.replayedAt().orElse(null),
                    value.length,
                    shown.length < value.length,
                    text.orElse(null),
                    text.isPresent() ? null : Base64.getEncoder().encodeToString(shown));
        }

        /** @param whole whether an incomplete character at the end is an error, and not caused by truncation */
        private static Optional<String> text(byte[] bytes, boolean whole) {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CharBuffer text = CharBuffer.allocate(bytes.length);
            boolean valid = !decoder.decode(ByteBuffer.wrap(bytes), text, whole).isError();
            return valid ? Optional.of(text.flip().toString()) : Optional.empty();
        }
    }
}
