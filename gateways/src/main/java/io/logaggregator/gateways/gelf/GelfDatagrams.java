package io.logaggregator.gateways.gelf;

import io.logaggregator.gateways.gelf.Chunks.Chunk;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.DatagramSession;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.wire.json.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Messages in datagrams: plain, or compressed with gzip or zlib, in one or several chunks. Thread-safe. */
final class GelfDatagrams implements DatagramSession {

    private final int maxBytes;
    private final Chunks chunks;

    /**
     * @param maxBytes maximum decompressed size of a message
     * @param nanoTime elapsed time
     */
    GelfDatagrams(int maxBytes, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.chunks = new Chunks(nanoTime);
    }

    @Override
    public List<Element> receive(InetSocketAddress sender, Bytes datagram) {
        Optional<Bytes> message = Optional.of(datagram);
        if (Chunk.isChunk(datagram)) {
            Optional<Chunk> chunk = Chunk.parse(datagram);
            message = chunk.isPresent() ? chunks.add(sender.getAddress(), chunk.get()) : message;
        }
        return message.flatMap(this::element).map(List::of).orElse(List.of());
    }

    /** The element of a message. Invalid compressed data are an element of their own. */
    private Optional<Element> element(Bytes message) {
        try {
            Bytes content = decompress(message);
            return content.length() > maxBytes ? Optional.of(Lines.truncated(content)) : GelfProtocol.element(content);
        } catch (IOException invalid) {
            return GelfProtocol.element(message);
        }
    }

    private Bytes decompress(Bytes message) throws IOException {
        int first = message.length() < 2 ? 0 : message.array()[message.from()] & 0xFF;
        int second = message.length() < 2 ? 0 : message.array()[message.from() + 1] & 0xFF;
        InputStream sent = new ByteArrayInputStream(message.array(), message.from(), message.length());
        if (first == 0x1F && second == 0x8B) {
            return read(new GZIPInputStream(sent));
        }
        boolean isZlib = (first & 0x8F) == 8 && (first << 8 | second) % 31 == 0;
        return isZlib ? read(new InflaterInputStream(sent)) : message;
    }

    private Bytes read(InputStream compressed) throws IOException {
        try (compressed) {
            return Bytes.of(compressed.readNBytes(maxBytes + 1));
        }
    }

    @Override
    public long dropped() {
        return chunks.dropped();
    }
}
