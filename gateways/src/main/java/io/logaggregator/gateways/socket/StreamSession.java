package io.logaggregator.gateways.socket;

import io.logaggregator.wire.json.Bytes;

/**
 * The state of a connection. One thread at a time calls it, but not always the same. Its work is bound by the processor and
 * linear; it must not block.
 */
public interface StreamSession {

    /** Bytes that are sent before anything is read; empty for none. */
    default byte[] greeting() {
        return Cut.NO_BYTES;
    }

    /**
     * Cuts the complete elements off the beginning of the received bytes. The next call begins with the bytes that were not
     * consumed, followed by further ones; the array may be modified in between, after the elements have been stored.
     *
     * <p>It may cut a part of the complete elements, for example those with one reply, and at most {@link Cut#MAX_ELEMENTS} if they
     * are not built lazily. It is called again at once with the rest, until it consumes nothing.
     *
     * <p>An invalid element is an element, which becomes a rejected message. If {@code received} has the maximum size of a
     * message or more, something must be consumed; otherwise the connection is closed.
     *
     * @param ended whether no further bytes follow
     */
    Cut cut(Bytes received, boolean ended);

    /** Memory of consumed bytes of an incomplete element, after the elements of a cut have been iterated. */
    default long retainedBytes() {
        return 0;
    }
}
