package io.logaggregator.server.web;

import io.logaggregator.server.web.Conversions.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The start of the next page, as opaque text. It contains its list, because the cursor of another list would select an
 * arbitrary page.
 *
 * @param id of the last item of the page before
 */
public record Cursor(Source source, UUID id) {

    private static final int BYTES = 1 + 16;
    private static final String EXPECTED = "the nextCursor of the page before, unchanged";

    /** The list of a cursor. The codes are part of cursors and never change. */
    public enum Source {
        LOGS('l'),
        ALERTS('a'),
        NOTIFICATIONS('n'),
        REJECTED('r'),
        REPLAY('p'),
        AUDIT('u'),
        HOSTS('h');

        private final byte code;

        Source(char code) {
            this.code = (byte) code;
        }

        /** The first byte of a cursor. */
        public byte code() {
            return code;
        }
    }

    /** The text of this cursor. */
    public String encode() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(source.code)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The id of a cursor, which must be one of this list. */
    public static Optional<UUID> idIn(Source source, Optional<Cursor> cursor) {
        return cursor.map(given -> {
            if (given.source != source) {
                throw ProblemException.invalidParameter(
                        "cursor", given.encode(), EXPECTED + "; this one is of another list");
            }
            return given.id;
        });
    }

    static Cursor decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                byte code = bytes.get();
                UUID id = new UUID(bytes.getLong(), bytes.getLong());
                return Arrays.stream(Source.values())
                        .filter(source -> source.code == code)
                        .map(source -> new Cursor(source, id))
                        .findFirst()
                        .orElseThrow(Cursor::invalid);
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidValueException invalid() {
        return new InvalidValueException(EXPECTED);
    }
}
