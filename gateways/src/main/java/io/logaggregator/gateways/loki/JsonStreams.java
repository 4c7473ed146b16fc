package io.logaggregator.gateways.loki;

import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.JsonMembers;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import org.jspecify.annotations.Nullable;

/** Streams in JSON. */
final class JsonStreams extends Streams {

    private static final Bytes NO_LABELS = Bytes.of(new byte[] {'{', '}'});

    private final Bytes body;
    private final JsonValues streams;
    private @Nullable JsonValues entries;
    private int number;

    JsonStreams(Bytes body) {
        this.body = body;
        this.streams = JsonMembers.elements(JsonMembers.find(body.withoutByteOrderMark(), "streams")
                .orElseThrow(() -> new InvalidBodyException("streams: no value (expected: an array of streams)")));
    }

    @Override
    void check() {
        JsonStreams all = new JsonStreams(body);
        while (all.nextEntry()) {
            all.labels();
        }
    }

    @Override
    boolean nextEntry() {
        while (entries == null || !entries.next()) {
            requireClosed(entries);
            if (!streams.next()) {
                requireClosed(streams);
                return false;
            }
            number++;
            entries = JsonMembers.find(streams.value(), "values")
                    .map(JsonMembers::elements)
                    .orElse(null);
        }
        return true;
    }

    private static void requireClosed(@Nullable JsonValues values) {
        if (values != null && !values.isClosed()) {
            throw new InvalidBodyException("The body is not valid JSON: an array has no end, or an invalid element.");
        }
    }

    @Override
    int stream() {
        return number;
    }

    @Override
    Bytes labels() {
        return JsonMembers.find(streams.value(), "stream").orElse(NO_LABELS);
    }

    @Override
    Bytes entry() {
        if (entries == null) {
            throw new IllegalStateException("entries: none (expected: after nextEntry)");
        }
        return entries.value();
    }
}
