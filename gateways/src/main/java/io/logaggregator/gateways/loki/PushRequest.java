package io.logaggregator.gateways.loki;

import io.logaggregator.gateways.http.Children;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.wire.json.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A push request. An element is a stream with some of its entries. Not thread-safe. */
final class PushRequest {

    static final String STREAMS = "streams";

    private static final String ENTRIES = "values";
    private static final int STREAM = 1;
    private static final int ENTRY = 2;

    /** Size of the labels up to which an element has few entries: larger ones would be repeated too often. */
    private static final int MAX_SMALL_HEAD = 16 << 10;

    /** Maximum entries of an element, which is refused as a whole. */
    private static final int MAX_ENTRIES = 64;

    private static final int MAX_ENTRIES_OF_LARGE_HEAD = 4096;

    private final Bytes body;
    private final boolean json;
    private final String environment;
    private final Children streams;
    private @Nullable Children entries;

    /** The stream of {@code head}, which is read once for all of its elements. */
    private @Nullable Children headOf;

    private Bytes head;
    private boolean begun;
    private boolean pending;

    /** @param environment of streams that name none; empty if there is none */
    PushRequest(Bytes body, boolean json, String environment) {
        this.body = body;
        this.json = json;
        this.environment = environment;
        this.head = body.endingAt(body.from());
        this.streams = json ? new Children.OfJson(body, STREAMS) : new Children.OfProtobuf(body, STREAM);
    }

    /**
     * Reads the frame of the whole body, so that an invalid one is refused before any of it is appended.
     *
     * @throws io.logaggregator.gateways.http.InvalidBodyException if it is invalid
     */
    void check() {
        PushRequest all = new PushRequest(body, json, environment);
        while (all.nextStream()) {
            while (all.nextEntry()) {
                // reads each
            }
        }
    }

    private boolean nextStream() {
        if (!streams.next()) {
            return false;
        }
        Bytes stream = streams.value();
        entries = json ? new Children.OfJson(stream, ENTRIES) : new Children.OfProtobuf(stream, ENTRY);
        return true;
    }

    private boolean nextEntry() {
        return entries != null && entries.next();
    }

    /** Moves to the next entry of the body; false at the end. */
    private boolean advance() {
        while (!nextEntry()) {
            if (!nextStream()) {
                return false;
            }
        }
        return true;
    }

    /** The next element; empty at the end. */
    Optional<Element> next() {
        pending = begun ? pending : advance();
        begun = true;
        Children ofStream = entries;
        if (!pending || ofStream == null) {
            return Optional.empty();
        }
        if (!ofStream.equals(headOf)) {
            headOf = ofStream;
            head = headOf(ofStream);
        }
        int maxEntries = head.length() > MAX_SMALL_HEAD ? MAX_ENTRIES_OF_LARGE_HEAD : MAX_ENTRIES;
        ByteOutput content = new ByteOutput();
        int count = 0;
        while (pending && ofStream.equals(entries) && count < maxEntries) {
            Bytes entry = ofStream.value();
            int size = head.length() + content.size() + entry.length() + 64;
            if (count > 0 && size > MessageSplitter.MAX_MESSAGE_BYTES) {
                break;
            }
            add(content, entry);
            count++;
            pending = advance();
        }
        return Optional.of(new Element(stream(content), count));
    }

    private Bytes headOf(Children stream) {
        if (environment.isEmpty()) {
            return stream.head();
        }
        return json
                ? StreamHead.jsonWithEnvironment(stream.head(), environment)
                : StreamHead.protobufWithEnvironment(stream.head(), environment);
    }

    private void add(ByteOutput content, Bytes entry) {
        if (json) {
            content.add(content.size() == 0 ? "" : ",").add(entry);
        } else {
            content.addField(ENTRY, entry);
        }
    }

    private byte[] stream(ByteOutput content) {
        ByteOutput stream = new ByteOutput(head.length() + content.size() + 32).add(head);
        if (json) {
            return stream.add("\"" + ENTRIES + "\":[")
                    .add(content.toArray())
                    .add("]}")
                    .toArray();
        }
        return new ByteOutput(stream.size() + 8)
                .addField(STREAM, stream.add(content.toArray()).toArray())
                .toArray();
    }
}
