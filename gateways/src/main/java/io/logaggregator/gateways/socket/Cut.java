package io.logaggregator.gateways.socket;

import io.logaggregator.gateways.message.Element;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Elements that were cut off a stream.
 *
 * @param consumed number of bytes, from the beginning
 * @param elements in their order; they may be built while they are iterated, which must not throw
 * @param reply sent when the queue has stored all elements; empty for none
 * @param error why the stream cannot be read further; the connection is closed when the elements are stored and the reply is
 *     sent. Empty if the stream goes on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Cut(int consumed, Iterator<Element> elements, byte[] reply, Optional<String> error) {

    static final byte[] NO_BYTES = {};

    /** Maximum elements of a cut, so that the memory of many small ones is bounded. */
    public static final int MAX_ELEMENTS = 4_096;

    /** Nothing is complete yet. */
    public static Cut nothing() {
        return of(0, List.of());
    }

    /** Elements without a reply. */
    public static Cut of(int consumed, List<Element> elements) {
        return new Cut(consumed, elements.iterator(), NO_BYTES, Optional.empty());
    }

    /** Elements with a reply that follows when they are stored. */
    public static Cut of(int consumed, Iterator<Element> elements, byte[] reply) {
        return new Cut(consumed, elements, reply, Optional.empty());
    }

    /** A reply without elements, such as a part of a handshake. */
    public static Cut reply(int consumed, byte[] reply) {
        return new Cut(consumed, Collections.emptyIterator(), reply, Optional.empty());
    }

    /** The last part of the stream, which cannot be read further. */
    public Cut failed(String reason) {
        return new Cut(consumed, elements, reply, Optional.of(reason));
    }
}
