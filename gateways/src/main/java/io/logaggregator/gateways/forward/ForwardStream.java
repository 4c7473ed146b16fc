package io.logaggregator.gateways.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logaggregator.gateways.forward.Entries.Kind;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a connection in all modes: {@code Message}, {@code Forward}, {@code PackedForward} and {@code
 * CompressedPackedForward}. Consumes all bytes that it gets: it finds the parts of a message first, and reads entries while
 * their elements are iterated. Not thread-safe.
 */
final class ForwardStream implements StreamSession {

    /** Maximum size of a message. Fluentd sends chunks of up to 256 MiB by default. */
    static final int MAX_MESSAGE_BYTES = 300_000_000;

    private static final int MAX_PING_BYTES = 8 << 10;
    private static final int MAX_TAG_BYTES = 4 << 10;
    private static final int MAX_OPTION_BYTES = 64 << 10;
    private static final int MAP_OF_ONE = 0x81;
    private static final byte[] CHUNK = "chunk".getBytes(US_ASCII);
    private static final byte[] ACK = "ack".getBytes(US_ASCII);

    private final Optional<Handshake> handshake;
    private final int maxEntryBytes;
    private final ValueBuffer value = new ValueBuffer();
    private final ValueScanner values = new ValueScanner();
    private State state;
    private @Nullable String error;

    // The length field that is being read
    private int type = -1;
    private int lengthBytes;
    private long length;

    // The current message
    private long messageBytes;
    private long elements; // of its array, to come
    private long payload; // bytes to come
    private Bytes tag = Bytes.of(new byte[0]);
    private @Nullable Entries entries;

    // The current cut
    private List<Part> parts = new ArrayList<>();
    private ByteOutput replies = new ByteOutput();

    /** @param handshake empty if clients need no shared key */
    ForwardStream(Optional<Handshake> handshake, int maxEntryBytes) {
        this.handshake = handshake;
        this.maxEntryBytes = maxEntryBytes;
        this.state = handshake.isPresent() ? State.PING : State.START;
        value.start(1, MAX_PING_BYTES);
    }

    @Override
    public byte[] greeting() {
        return handshake.map(Handshake::helo).orElseGet(StreamSession.super::greeting);
    }

    @Override
    public Cut cut(Bytes received, boolean ended) {
        parts = new ArrayList<>();
        replies = new ByteOutput();
        Input input = new Input(received.array(), received.from(), received.to());
        try {
            while (error == null && !input.isAtEnd()) {
                int start = input.position();
                step(input);
                messageBytes += input.position() - start;
                if (messageBytes > MAX_MESSAGE_BYTES) {
                    error = "message of more than " + MAX_MESSAGE_BYTES + " bytes";
                }
            }
        } catch (MalformedDataException e) {
            error = e.getMessage();
        }
        return new Cut(received.length(), new Elements(parts), replies.toArray(), Optional.ofNullable(error));
    }

    @Override
    public long retainedBytes() {
        return value.retainedBytes() + (entries == null ? 0 : entries.retainedBytes());
    }

    private void step(Input input) {
        switch (state) {
            case PING -> readPing(input);
            case START -> readStart(input);
            case TAG -> readTag(input);
            case BODY -> readBody(input);
            case VALUES -> readValues(input);
            case PAYLOAD -> readPayload(input);
            case OPTION -> readOption(input);
        }
    }

    private void readPing(Input input) {
        boolean isComplete = value.read(input);
        if (value.isTruncated()) {
            throw new MalformedDataException("handshake of more than " + MAX_PING_BYTES + " bytes");
        }
        if (isComplete) {
            Handshake.Pong pong = handshake.orElseThrow().reply(value.copy());
            replies.add(pong.message());
            error = pong.isAccepted() ? null : "wrong shared key";
            enter(State.START);
        }
    }

    private void readStart(Input input) {
        if (type < 0 && input.peek() == MessagePack.NIL) { // a heartbeat
            input.skip(1);
        } else if (readLength(input)) {
            if (!MessagePack.isArray(type) || length < 2 || length > 4) {
                throw new MalformedDataException("no message of the forward protocol");
            }
            messageBytes = 0;
            elements = length - 1;
            value.start(1, MAX_TAG_BYTES);
            enter(State.TAG);
        }
    }

    private void readTag(Input input) {
        if (value.read(input)) {
            MessagePack read = new MessagePack(value.copy(), 0);
            if (!MessagePack.isBytes(read.type()) || value.isTruncated()) {
                throw new MalformedDataException("tag is no text of at most " + MAX_TAG_BYTES + " bytes");
            }
            tag = read.bytes();
            enter(State.BODY);
        }
    }

    private void readBody(Input input) {
        if (!readLength(input)) {
            return;
        }
        if (MessagePack.isBytes(type)) {
            payload = length;
            start(Kind.PACKED, State.PAYLOAD, 1);
        } else if (MessagePack.isArray(type)) {
            values.start(length);
            start(Kind.ARRAY, State.VALUES, 1);
        } else {
            values.start(2);
            start(Kind.RECORD, State.VALUES, 2);
        }
    }

    private void start(Kind kind, State next, int elementsOfMessage) {
        elements -= elementsOfMessage;
        if (elements < 0) {
            throw new MalformedDataException("message without a record");
        }
        entries = new Entries(tag, kind, maxEntryBytes);
        enter(next);
        if (length == 0 && kind != Kind.RECORD) {
            endEntries();
        }
    }

    private void readValues(Input input) {
        int start = input.position();
        int end = start + input.remaining();
        try {
            end = values.scan(input.array(), start, end);
        } catch (MalformedDataException e) {
            add(new Input(input.array(), start, end), true); // the entries before, and a rejected message
            throw e;
        }
        boolean isLast = values.isComplete();
        input.skip(end - start);
        add(new Input(input.array(), start, end), isLast);
        if (isLast) {
            endEntries();
        }
    }

    private void readPayload(Input input) {
        int start = input.position();
        int count = (int) Math.min(payload, input.remaining());
        input.skip(count);
        payload -= count;
        add(new Input(input.array(), start, start + count), payload == 0);
        if (payload == 0) {
            endEntries();
        }
    }

    private void add(Input bytes, boolean isLast) {
        if (entries != null) {
            parts.add(new Part(entries, bytes, isLast));
        }
    }

    private void endEntries() {
        entries = null;
        expectOption();
    }

    private void expectOption() {
        enter(elements > 0 ? State.OPTION : State.START);
        value.start(1, MAX_OPTION_BYTES);
    }

    private void readOption(Input input) {
        if (value.read(input)) {
            if (value.isTruncated()) {
                throw new MalformedDataException("option of more than " + MAX_OPTION_BYTES + " bytes");
            }
            acknowledge(new MessagePack(value.array(), 0));
            elements--;
            expectOption();
        }
    }

    private void acknowledge(MessagePack option) {
        if (!MessagePack.isMap(option.type())) {
            return;
        }
        for (int members = option.length(); members > 0; members--) {
            boolean isChunk = isChunk(option.skip(value.length()));
            boolean isId = MessagePack.isBytes(option.type());
            Bytes id = option.skip(value.length());
            if (isChunk && isId) { // as it was sent: clients compare its type, too
                replies.add(MAP_OF_ONE).add(0xA0 | ACK.length).add(ACK).add(id);
            }
        }
    }

    private static boolean isChunk(Bytes name) {
        MessagePack read = new MessagePack(name.array(), name.from());
        if (!MessagePack.isBytes(read.type())) {
            return false;
        }
        Bytes text = read.bytes();
        return Arrays.equals(text.array(), text.from(), text.to(), CHUNK, 0, CHUNK.length);
    }

    /** Reads the first byte of a value, and its length. Consumes nothing of a value without a length. */
    private boolean readLength(Input input) {
        if (type < 0) {
            type = input.peek();
            if (!MessagePack.isArray(type) && !MessagePack.isBytes(type)) {
                return true;
            }
            input.skip(1);
            lengthBytes = MessagePack.lengthBytes(type);
            length = lengthBytes > 0 ? 0 : MessagePack.inlineLength(type);
        }
        while (lengthBytes > 0 && !input.isAtEnd()) {
            length = length << 8 | input.next();
            lengthBytes--;
        }
        return lengthBytes == 0;
    }

    private void enter(State next) {
        state = next;
        type = -1;
    }

    private enum State {
        PING,
        START,
        TAG,
        BODY,
        VALUES,
        PAYLOAD,
        OPTION
    }

    /** Bytes of the entries of a message. */
    private record Part(Entries entries, Input bytes, boolean isLast) {}

    /** The events of some parts, one after the other. */
    private static final class Elements implements Iterator<Element> {

        private final Iterator<Part> parts;
        private @Nullable Entries current;
        private @Nullable Element next;

        Elements(List<Part> parts) {
            this.parts = parts.iterator();
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                if (current == null) {
                    if (!parts.hasNext()) {
                        return false;
                    }
                    Part part = parts.next();
                    current = part.entries;
                    current.feed(part.bytes, part.isLast);
                }
                next = current.next().orElse(null);
                current = next == null ? null : current;
            }
            return true;
        }

        @Override
        public Element next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            Element element = next;
            next = null;
            return element;
        }
    }
}
