package io.logaggregator.gateways.loki;

import io.logaggregator.gateways.http.ByteOutput;
import io.logaggregator.gateways.http.Element;
import io.logaggregator.gateways.http.MessageSplitter;
import io.logaggregator.wire.json.Bytes;
import java.util.Optional;

/** Builds elements from the entries of the streams of a body. Not thread-safe. */
abstract sealed class Streams permits JsonStreams, ProtobufStreams {

    private boolean begun;
    private boolean pending;

    /**
     * Reads the frame of the whole body, so that an invalid one is refused before any of it is appended.
     *
     * @throws io.logaggregator.gateways.http.InvalidBodyException if it is invalid
     */
    abstract void check();

    /** Moves to the next entry; false at the end. */
    abstract boolean nextEntry();

    /** The number of the stream of the entry. */
    abstract int stream();

    /** The labels of the stream, as a JSON object. */
    abstract Bytes labels();

    /** The entry, as an array of JSON. */
    abstract Bytes entry();

    /** The next element: entries of one stream. */
    Optional<Element> next() {
        if (!begun) {
            begun = true;
            pending = nextEntry();
        }
        if (!pending) {
            return Optional.empty();
        }
        int stream = stream();
        ByteOutput element = new ByteOutput().add("{\"stream\":").add(labels()).add(",\"values\":[");
        int count = 0;
        while (pending && stream() == stream) {
            Bytes entry = entry();
            boolean full = count == MessageSplitter.MAX_EVENTS
                    || element.size() + entry.length() + 64 > MessageSplitter.MAX_MESSAGE_BYTES;
            if (count > 0 && full) {
                break;
            }
            element.add(count == 0 ? "" : ",").add(entry);
            count++;
            pending = nextEntry();
        }
        return Optional.of(new Element(element.add("]}").toArray(), count));
    }
}
