package io.logaggregator.server.ingest.api;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
