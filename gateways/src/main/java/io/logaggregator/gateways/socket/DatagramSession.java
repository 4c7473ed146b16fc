package io.logaggregator.gateways.socket;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The state of a listener for datagrams, such as incomplete messages. One thread at a time calls it, but not always the same.
 * Its work is bound by the processor and linear, its memory is bounded; it must not block.
 */
public interface DatagramSession {

    /** The elements that are complete with this datagram. An invalid one is an element, which becomes a rejected message. */
    List<Element> receive(InetSocketAddress sender, Bytes datagram);

    /** Number of datagrams so far that were dropped, for example because the others of their message did not arrive. */
    default long dropped() {
        return 0;
    }
}
