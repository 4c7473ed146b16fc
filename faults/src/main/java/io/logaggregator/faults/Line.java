package io.logaggregator.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between clients and a server: a port that stays, and leads to wherever the server listens in its present life.
 * Connections pass through it as bytes, while it lets them. Thread-safe.
 */
final class Line implements AutoCloseable {

    /** What the network is like. */
    enum State {
        OPEN,
        /** Everything waits: connections stay, and nobody learns anything. */
        STALLED,
        /** Connections are reset, new ones as soon as they are made. */
        RESET,
        /** A few bytes now and then. */
        TRICKLING
    }

    private static final int CONNECT_MILLIS = 5_000;
    private static final int DROP_BYTES = 32;
    private static final Duration DROP_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile State state = State.OPEN;
    private volatile int target;

    Line(String name) {
        this.name = name;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name(name).start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on it leads to this port of this machine; 0: to nobody, connections end at once. */
    void leadTo(int port) {
        target = port;
    }

    void set(State next) {
        synchronized (change) {
            state = next;
            change.notifyAll();
        }
        if (next == State.RESET) {
            sockets.forEach(socket -> close(socket, true));
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name(name + "-in").start(() -> connect(client));
            } catch (IOException e) {
                // closed, or a client that is gone already
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            awaitPassage();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().name(name + "-out").start(() -> pass(server, client));
            pass(client, server);
        } catch (IOException | IllegalArgumentException e) {
            end(client, server);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                write(bytes, read, out);
            }
        } catch (IOException e) {
            // one side is gone, so the other one goes
        } finally {
            end(from, to);
        }
    }

    private void write(byte[] bytes, int length, OutputStream out) throws IOException {
        int written = 0;
        while (written < length) {
            int drop = awaitPassage() ? length - written : Math.min(DROP_BYTES, length - written);
            out.write(bytes, written, drop);
            written += drop;
        }
    }

    /** Whether bytes pass freely now, and not drop by drop. */
    private boolean awaitPassage() throws IOException {
        synchronized (change) {
            try {
                long next = System.nanoTime() + DROP_INTERVAL.toNanos();
                while (state == State.STALLED || (state == State.TRICKLING && next - System.nanoTime() > 0)) {
                    change.wait(DROP_INTERVAL.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            if (state == State.RESET) {
                throw new IOException("reset");
            }
            return state == State.OPEN;
        }
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one, state == State.RESET);
        close(other, state == State.RESET);
    }

    private static void close(Socket socket, boolean byReset) {
        try (socket) {
            if (byReset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            set(State.RESET);
        }
    }
}
