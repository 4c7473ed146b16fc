package io.logaggregator.server.listeners;

import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.server.listeners.ListenerMetrics.Failure;
import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.wire.json.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * A connection of TCP or TLS: reads what has arrived, appends it, and reads on when the queue has stored it. Confined to its
 * thread, except for {@link #closeIfIdle} and {@link #closeIfStuck}.
 */
final class StreamConnection {

    /** Maximum size of a batch, unless a message is larger. */
    private static final int BATCH_BYTES = 1 << 20;

    /** A record of TLS that has begun to arrive may delay the messages before it so long. */
    private static final int GATHER_MILLIS = 50;

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MEMORY_TIMEOUT = Duration.ofSeconds(30);
    private static final long MEMORY_PAUSE_MILLIS = 50;

    private final Socket plain;
    private final Socket socket;
    private final StreamSession session;
    private final ListenerIntake intake;
    private final ReceiveBuffer buffer;
    private final Reservation memory;
    private final int idleMillis;
    private final String sender;
    private long retainedBytes;
    private volatile boolean reading;
    private volatile boolean stopping;
    private volatile long writingSinceNanos;

    /** Ends a connection because of an error of the client, or of a limit. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Failure reason;

        FailedException(Failure reason, String message) {
            super(message);
            this.reason = reason;
        }

        Failure reason() {
            return reason;
        }
    }

    /** The key is rejected. */
    static final class KeyRejectedException extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /**
     * @param plain the socket below TLS, or the socket itself
     * @param idleTimeout 0 for none
     */
    StreamConnection(
            Socket plain,
            Socket socket,
            StreamSession session,
            ListenerIntake intake,
            int maxMessageBytes,
            Reservation memory,
            Duration idleTimeout) {
        this.plain = plain;
        this.socket = socket;
        this.session = session;
        this.intake = intake;
        this.memory = memory;
        this.buffer = new ReceiveBuffer(Math.max(maxMessageBytes, BATCH_BYTES), memory);
        this.idleMillis = Math.toIntExact(Math.min(Integer.MAX_VALUE, idleTimeout.toMillis()));
        this.sender = Listener.hostOf(plain.getInetAddress());
    }

    /** Runs until the client ends the connection, an error, or the stop of the listener. */
    void run() throws IOException, FailedException, KeyRejectedException {
        plain.setTcpNoDelay(true);
        plain.setKeepAlive(true);
        if (socket instanceof SSLSocket tls) {
            handshake(tls);
        }
        write(session.greeting());
        InputStream in = socket.getInputStream();
        boolean ended = false;
        while (!ended) {
            ended = !receive(in);
            append(ended);
            if (in.available() == 0) {
                buffer.shrink();
            }
        }
    }

    private void handshake(SSLSocket tls) throws IOException, FailedException {
        plain.setSoTimeout(Math.toIntExact(HANDSHAKE_TIMEOUT.toMillis()));
        try {
            tls.startHandshake();
        } catch (IOException e) {
            throw new FailedException(Failure.TLS, "TLS handshake failed: " + e.getMessage());
        }
    }

    /** Waits for data, and reads all that has arrived, up to the size of a batch; false at the end of the stream. */
    private boolean receive(InputStream in) throws IOException, FailedException {
        awaitSpace();
        if (!readFirst(in)) {
            return false;
        }
        plain.setSoTimeout(GATHER_MILLIS);
        try {
            while (hasArrived(in) && (buffer.hasSpace() || buffer.grow())) {
                if (buffer.read(in) < 0) {
                    return false;
                }
            }
        } catch (SocketTimeoutException e) {
            return true; // a part of a record of TLS
        }
        return true;
    }

    private boolean hasArrived(InputStream in) throws IOException {
        return in.available() > 0
                || (socket instanceof SSLSocket && plain.getInputStream().available() > 0);
    }

    private boolean readFirst(InputStream in) throws IOException {
        plain.setSoTimeout(idleMillis);
        reading = true;
        try {
            return (!stopping || hasArrived(in)) && buffer.read(in) >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            reading = false;
        }
    }

    private void awaitSpace() throws FailedException {
        long start = System.nanoTime();
        while (!buffer.hasSpace() && !buffer.grow()) {
            if (buffer.isMaximal()) {
                throw new FailedException(Failure.SIZE, "message larger than the limit");
            }
            waitForMemory(start);
        }
    }

    /** Reserves the memory of the session. */
    private void reserve(long bytes) throws FailedException {
        long start = System.nanoTime();
        while (bytes > retainedBytes && !memory.tryAdd(bytes - retainedBytes)) {
            waitForMemory(start);
        }
        memory.remove(Math.max(0, retainedBytes - bytes));
        retainedBytes = bytes;
    }

    private void waitForMemory(long startNanos) throws FailedException {
        if (stopping || System.nanoTime() - startNanos > MEMORY_TIMEOUT.toNanos()) {
            throw new FailedException(Failure.MEMORY, "memory for uploads is used up");
        }
        try {
            TimeUnit.MILLISECONDS.sleep(MEMORY_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(Failure.SHUTDOWN, "interrupted");
        }
    }

    /** Appends what is complete, and replies. */
    private void append(boolean ended) throws IOException, FailedException, KeyRejectedException {
        boolean more = !buffer.isEmpty() || ended;
        while (more) {
            Bytes received = buffer.received();
            Optional<Cut> appended = intake.append(sender, () -> session.cut(received, ended));
            Cut cut = appended.orElseThrow(KeyRejectedException::new);
            buffer.remove(cut.consumed());
            write(cut.reply());
            if (cut.error().isPresent()) {
                throw new FailedException(Failure.FRAMING, cut.error().get());
            }
            reserve(session.retainedBytes());
            more = cut.consumed() > 0 && !buffer.isEmpty();
        }
    }

    private void write(byte[] reply) throws IOException {
        if (reply.length > 0) {
            writingSinceNanos = System.nanoTime() | 1;
            try {
                socket.getOutputStream().write(reply);
                socket.getOutputStream().flush();
            } finally {
                writingSinceNanos = 0;
            }
        }
    }

    /** Closes the connection if it waits for data and none has arrived; from now on it ends after the data that have arrived. */
    void closeIfIdle() {
        stopping = true;
        try {
            if (reading && plain.getInputStream().available() == 0) {
                plain.close();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Closes the connection if its client does not read a reply: writing has no timeout. */
    void closeIfStuck() {
        long since = writingSinceNanos;
        if (since != 0 && System.nanoTime() - since > WRITE_TIMEOUT.toNanos()) {
            close();
        }
    }

    void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
