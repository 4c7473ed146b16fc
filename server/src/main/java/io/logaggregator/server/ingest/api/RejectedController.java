package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rejected messages: inspection, download, and replay after the cause is removed. */
@RestController
@RequestMapping("/api/v1/rejected")
class RejectedController {

    private static final int BYTES_IN_LIST = 1 << 10;
    private static final int BYTES_ALONE = 1 << 16;

    private final RejectedMessages messages;
    private final MessageQueue queue;

    RejectedController(RejectedMessages messages, MessageQueue queue) {
        this.messages = messages;
        this.queue = queue;
    }

    /** Lists rejected messages, newest first. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping
    PageView<RejectedView> listRejected(
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        return PageView.of(
                Source.REJECTED,
                messages.list(limit, Cursor.idIn(Source.REJECTED, cursor)),
                message -> RejectedView.of(message, BYTES_IN_LIST));
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
