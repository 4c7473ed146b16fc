package io.logaggregator.server.gateways;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A client of HTTP/2 with frames by hand, for those that no library sends. */
public final class Http2Connection implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    public static final int REFUSED_STREAM = 7;
    public static final int ENHANCE_YOUR_CALM = 11;

    private static final int SETTINGS = 4;
    private static final int ACK = 1;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Connects, and exchanges the settings. */
    public Http2Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        ByteArrayOutputStream preface = new ByteArrayOutputStream();
        preface.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        preface.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        preface.writeBytes(frame(SETTINGS, ACK, 0, new byte[0]));
        out.write(preface.toByteArray()); // at once: a server without HTTP/2 closes the connection
    }

    public void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(frame);
        fields.writeByte(payload.length >>> 16);
        fields.writeShort(payload.length);
        fields.writeByte(type);
        fields.writeByte(flags);
        fields.writeInt(stream);
        fields.write(payload);
        return frame.toByteArray();
    }

    /** The block of the headers of a call, each a literal without index. */
    public static byte[] call(String key, Map<String, String> more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        add(block, ":method", "POST");
        add(block, ":scheme", "http");
        add(block, ":path", "/opentelemetry.proto.collector.logs.v1.LogsService/Export");
        add(block, ":authority", "localhost");
        add(block, "content-type", "application/grpc");
        add(block, "te", "trailers");
        add(block, "x-api-key", key);
        more.forEach((name, value) -> add(block, name, value));
        return block.toByteArray();
    }

    private static void add(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(US_ASCII));
    }

    /** The next frame of these types; empty if the server closes the connection before. */
    public Optional<Frame> next(int... types) {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                Frame frame =
                        new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
                if (IntStream.of(types).anyMatch(type -> type == frame.type)) {
                    return Optional.of(frame);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no frame of the types " + Arrays.toString(types), e);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A frame. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(int type, int flags, int stream, byte[] payload) {

        /** The error code at an index of the payload: 0 for a stream, 4 for the connection. */
        public int error(int index) {
            return payload[index + 3];
        }
    }
}
