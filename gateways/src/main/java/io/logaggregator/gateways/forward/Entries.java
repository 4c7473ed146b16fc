package io.logaggregator.gateways.forward;

import io.logaggregator.gateways.forward.EntryJson.InvalidEntryException;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one message in parts. An event is built when it is requested, so that memory does not depend on the
 * size of the message. Not thread-safe.
 */
final class Entries implements AutoCloseable {

    /** Maximum decompressed size. Fluentd sends chunks of up to 256 MiB by default. */
    static final int MAX_BYTES = ForwardStream.MAX_MESSAGE_BYTES;

    private static final int PAIR = 0x92;
    private static final int GZIP = 0x1F;
    private static final int ZSTD = 0x28;
    private static final int DECOMPRESSED_BYTES = 16 << 10;
    private static final int MAX_REST_BYTES = 64 << 10;

    /** After so many invalid entries, the rest of the message is one rejected message. */
    private static final int MAX_INVALID_ENTRIES = 100;

    private final EntryJson json;
    private final Kind kind;
    private final int maxEntryBytes;
    private final ValueBuffer entry = new ValueBuffer();
    private Input sent = Input.EMPTY;
    private Input plain = Input.EMPTY;
    private boolean isLast;
    private boolean isStarted;
    private boolean inEntry;
    private boolean isFailed;
    private byte[] buffer = {};
    private long decompressedBytes;
    private int invalidEntries;
    private @Nullable Decompressor decompressor;

    /**
     * @param tag of the entries, as text
     * @param maxEntryBytes maximum size of an entry
     */
    Entries(Bytes tag, Kind kind, int maxEntryBytes) {
        this.json = new EntryJson(tag);
        this.kind = kind;
        this.maxEntryBytes = maxEntryBytes;
    }

    /**
     * Adds bytes, after those before are read.
     *
     * @param bytes must not be modified until {@link #next} is empty
     * @param last whether no further bytes follow
     */
    void feed(Input bytes, boolean last) {
        sent = bytes;
        isLast = last;
        if (!isStarted && kind == Kind.PACKED && !bytes.isAtEnd()) {
            decompressor = decompressor(bytes.peek());
        }
        isStarted |= !bytes.isAtEnd();
    }

    /** Compressed data are recognized by their first byte, with which no entry begins. */
    private @Nullable Decompressor decompressor(int first) {
        if (first != GZIP && first != ZSTD) {
            return null;
        }
        buffer = new byte[DECOMPRESSED_BYTES];
        return first == GZIP ? new Decompressor.Gzip() : new Decompressor.Zstd();
    }

    /** The next event; empty if there is none in the bytes so far. Invalid data become one rejected message. */
    Optional<Element> next() {
        try {
            while (!isFailed && readPlain()) {
                if (readEntry()) {
                    Optional<Element> event = event();
                    if (event.isPresent()) {
                        return event;
                    }
                }
            }
            if (isLast && !isFailed && (inEntry || decompressor != null && !decompressor.isComplete())) {
                throw new MalformedDataException("The entries are incomplete.");
            }
        } catch (MalformedDataException e) {
            isFailed = true;
            return Optional.of(new Element(rest(), 1));
        }
        if (isLast) {
            close();
        }
        return Optional.empty();
    }

    private boolean readPlain() {
        if (!plain.isAtEnd()) {
            return true;
        }
        if (decompressor == null) {
            plain = sent;
        } else {
            int count = decompressor.read(sent, buffer);
            plain = new Input(buffer, 0, count);
            decompressedBytes += count;
            if (decompressedBytes > MAX_BYTES) {
                throw new MalformedDataException("The decompressed entries are larger than " + MAX_BYTES + " bytes.");
            }
        }
        return !plain.isAtEnd();
    }

    private boolean readEntry() {
        if (!inEntry) {
            boolean isSplit = kind == Kind.RECORD; // the time and the record are no array
            entry.start(isSplit ? 2 : 1, maxEntryBytes);
            if (isSplit) {
                entry.prefix(PAIR);
            }
            inEntry = true;
        }
        inEntry = !entry.read(plain);
        return !inEntry;
    }

    private Optional<Element> event() {
        if (entry.isTruncated()) {
            return Optional.of(Element.truncated(beginning()));
        }
        try {
            return json.translate(entry.array()).map(event -> new Element(event, 1));
        } catch (InvalidEntryException e) {
            invalidEntries++;
            if (!MessagePack.isArray(entry.array()[0] & 0xFF) || invalidEntries > MAX_INVALID_ENTRIES) {
                inEntry = true;
                throw new MalformedDataException("The data are no entries.");
            }
            return Optional.of(new Element(entry.copy(), 1));
        }
    }

    /** The beginning of the bytes that cannot be read. */
    private byte[] rest() {
        if (inEntry && !entry.isEmpty()) {
            return beginning();
        }
        Input rest = plain.isAtEnd() ? sent : plain;
        int count = Math.min(rest.remaining(), MAX_REST_BYTES);
        return Arrays.copyOfRange(rest.array(), rest.position(), rest.position() + count);
    }

    /** Memory for an incomplete entry, and for decompression. */
    long retainedBytes() {
        return entry.retainedBytes() + (decompressor == null ? 0 : decompressor.memoryBytes(decompressedBytes));
    }

    private byte[] beginning() {
        return Arrays.copyOf(entry.array(), Math.min(entry.length(), MAX_REST_BYTES));
    }

    @Override
    public void close() {
        if (decompressor != null) {
            decompressor.close();
            decompressor = null;
        }
    }

    /** How a message contains its entries. */
    enum Kind {
        /** A time and a record, which are elements of the message itself. */
        RECORD,
        /** Arrays of a time and a record, in an array. */
        ARRAY,
        /** Arrays of a time and a record, in a text or in binary data; perhaps compressed. */
        PACKED
    }
}
