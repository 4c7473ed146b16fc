package io.logaggregator.server.web;

import io.logaggregator.server.web.Conversions.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * The start of the next page, as opaque text.
 *
 * @param id of the last item of the page before
 */
public record Cursor(UUID id) {

    private static final int BYTES = 16;

    /** The text of this cursor. */
    public String encode() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Cursor decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                return new Cursor(new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidValueException invalid() {
        return new InvalidValueException("the nextCursor of the page before, unchanged");
    }
}
