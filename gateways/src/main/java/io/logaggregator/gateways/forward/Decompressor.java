package io.logaggregator.gateways.forward;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses data that arrive in parts. Not thread-safe. */
interface Decompressor extends AutoCloseable {

    /**
     * Reads decompressed bytes.
     *
     * @return number of bytes; 0 if the input is at its end
     * @throws MalformedDataException if the data are invalid
     */
    int read(Input input, byte[] to);

    /**
     * Maximum memory in addition to the objects of Java.
     *
     * @param decompressed bytes so far
     */
    long memoryBytes(long decompressed);

    /** Whether the data may end here. */
    boolean isComplete();

    @Override
    void close();

    /** Streams of gzip in a row. */
    final class Gzip implements Decompressor {

        private static final int FIXED_HEADER = 10;
        private static final int TRAILER = 8;
        private static final int HEADER_CHECKSUM = 2;
        private static final int EXTRA = 4;
        private static final int NAME = 8;
        private static final int COMMENT = 16;
        private static final int MEMORY_BYTES = 64 << 10;

        private final Inflater inflater = new Inflater(true);
        private Part part = Part.FIXED;
        private int position; // in the part
        private int flags;
        private int extraBytes;

        @Override
        public int read(Input input, byte[] to) {
            while (!input.isAtEnd() || part == Part.CONTENT) {
                if (part == Part.CONTENT) {
                    int read = inflate(input, to);
                    if (read > 0 || part == Part.CONTENT) {
                        return read;
                    }
                } else {
                    readByte(input.next());
                }
            }
            return 0;
        }

        private int inflate(Input input, byte[] to) {
            if (inflater.needsInput()) {
                inflater.setInput(input.array(), input.position(), input.remaining());
            }
            int before = inflater.getRemaining();
            try {
                int read = inflater.inflate(to);
                if (inflater.needsDictionary()) {
                    throw invalid();
                }
                input.skip(before - inflater.getRemaining());
                if (inflater.finished()) {
                    inflater.reset();
                    enter(Part.TRAILER);
                }
                return read;
            } catch (DataFormatException e) {
                throw invalid();
            }
        }

        private void readByte(int next) {
            switch (part) {
                case FIXED -> readFixed(next);
                case EXTRA_LENGTH -> {
                    extraBytes |= next << 8 * position++;
                    if (position == 2) {
                        enter(extraBytes == 0 ? after(EXTRA) : Part.EXTRA);
                    }
                }
                case EXTRA -> advance(++position == extraBytes, EXTRA);
                case NAME -> advance(next == 0, NAME);
                case COMMENT -> advance(next == 0, COMMENT);
                case CHECKSUM -> advance(++position == 2, HEADER_CHECKSUM);
                case TRAILER -> {
                    if (++position == TRAILER) {
                        enter(Part.FIXED);
                    }
                }
                case CONTENT -> throw new IllegalStateException("part: content (expected: a part of the header)");
            }
        }

        private void readFixed(int next) {
            boolean valid = switch (position) {
                case 0 -> next == 0x1F;
                case 1 -> next == 0x8B;
                case 2 -> next == 8;
                default -> true;
            };
            if (!valid) {
                throw invalid();
            }
            if (position == 3) {
                flags = next;
            }
            if (++position == FIXED_HEADER) {
                enter(after(0));
            }
        }

        private void advance(boolean isOver, int flag) {
            if (isOver) {
                enter(after(flag));
            }
        }

        /** The part that follows one of the header, of which the flags are in this order apart from the checksum. */
        private Part after(int flag) {
            if (flag == 0 && (flags & EXTRA) != 0) {
                return Part.EXTRA_LENGTH;
            }
            if (flag < NAME && flag != HEADER_CHECKSUM && (flags & NAME) != 0) {
                return Part.NAME;
            }
            if (flag < COMMENT && flag != HEADER_CHECKSUM && (flags & COMMENT) != 0) {
                return Part.COMMENT;
            }
            return flag != HEADER_CHECKSUM && (flags & HEADER_CHECKSUM) != 0 ? Part.CHECKSUM : Part.CONTENT;
        }

        private void enter(Part next) {
            part = next;
            position = 0;
            extraBytes = next == Part.EXTRA_LENGTH ? 0 : extraBytes;
        }

        private static MalformedDataException invalid() {
            return new MalformedDataException("The entries are not valid gzip.");
        }

        @Override
        public long memoryBytes(long decompressed) {
            return MEMORY_BYTES;
        }

        @Override
        public boolean isComplete() {
            return part == Part.FIXED && position == 0;
        }

        @Override
        public void close() {
            inflater.end();
        }

        private enum Part {
            FIXED,
            EXTRA_LENGTH,
            EXTRA,
            NAME,
            COMMENT,
            CHECKSUM,
            CONTENT,
            TRAILER
        }
    }

    /** Frames of zstd in a row. */
    final class Zstd implements Decompressor {

        /** Bounds the memory of a window to 8 MiB, as RFC 9659 requires. */
        private static final int MAX_WINDOW_LOG = 23;

        private static final long MAX_WINDOW_BYTES = 1L << MAX_WINDOW_LOG;

        private static final int MEMORY_BYTES = 512 << 10;

        private static final Cleaner CLEANER = Cleaner.create();

        private final Rest rest = new Rest();
        private final ZstdInputStreamNoFinalizer stream;
        private final Cleaner.Cleanable cleanable;

        Zstd() {
            try {
                stream =
                        new ZstdInputStreamNoFinalizer(rest).setContinuous(true).setLongMax(MAX_WINDOW_LOG);
            } catch (IOException e) {
                throw invalid();
            }
            ZstdInputStreamNoFinalizer opened = stream;
            cleanable = CLEANER.register(this, () -> closeQuietly(opened)); // connections may end at any time
        }

        @Override
        public int read(Input input, byte[] to) {
            rest.input = input;
            try {
                return Math.max(stream.read(to), 0);
            } catch (IOException e) {
                throw invalid();
            }
        }

        private static MalformedDataException invalid() {
            return new MalformedDataException("The entries are not valid zstd.");
        }

        @Override
        public long memoryBytes(long decompressed) {
            return MEMORY_BYTES + Math.min(decompressed, MAX_WINDOW_BYTES); // the window is used as far as it is filled
        }

        @Override
        public boolean isComplete() {
            rest.input = Input.EMPTY;
            try {
                return stream.setContinuous(false).read() < 0;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            cleanable.clean();
        }

        private static void closeQuietly(InputStream stream) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The bytes of the current input. */
        private static final class Rest extends InputStream {

            private Input input = Input.EMPTY;

            @Override
            public int available() {
                return input.remaining();
            }

            @Override
            public int read() {
                return input.isAtEnd() ? -1 : input.next();
            }

            @Override
            public int read(byte[] to, int from, int count) {
                Objects.checkFromIndexSize(from, count, to.length);
                int read = Math.min(count, input.remaining());
                System.arraycopy(input.array(), input.position(), to, from, read);
                input.skip(read);
                return read == 0 && count > 0 ? -1 : read;
            }
        }
    }
}
