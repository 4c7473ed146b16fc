package io.logaggregator.server.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.hosts.HostQuery.Place;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** The start of the next page of hosts, as opaque text: the place of the last host of the page before. */
final class HostCursor {

    private HostCursor() {}

    static String encode(Place place) {
        byte[] name = place.name().getBytes(UTF_8);
        byte[] bytes = ByteBuffer.allocate(1 + Double.BYTES + name.length)
                .put(Source.HOSTS.code())
                .putDouble(place.value())
                .put(name)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Place decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() > 1 + Double.BYTES && bytes.get() == Source.HOSTS.code()) {
                return new Place(bytes.getDouble(), UTF_8.decode(bytes).toString());
            }
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static ProblemException invalid(String text) {
        return ProblemException.invalidParameter("cursor", text, "the nextCursor of the page before, unchanged");
    }
}
