package io.logaggregator.server.api;

import io.logaggregator.server.parameter.RequestParameters;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where the next page begins, as text that means something only to this server. */
final class Cursor {

    private static final int BYTES = 16;

    private Cursor() {}

    /** Of a route that {@link Pages}. */
    static Optional<UUID> read(RequestParameters parameters) {
        return parameters.text("cursor").map(Cursor::decode);
    }

    static String encode(UUID id) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static UUID decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException e) {
            throw notOurs(text);
        }
        throw notOurs(text);
    }

    private static RuntimeException notOurs(String text) {
        return RequestParameters.invalid("cursor", text, "the nextCursor of the page before, unchanged");
    }
}
