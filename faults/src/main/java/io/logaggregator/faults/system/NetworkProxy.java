package io.logaggregator.faults.system;

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
 * A TCP proxy with a fixed port in front of a server that gets a new port with each start. It can simulate network faults.
 * Thread-safe.
 */
public final class NetworkProxy implements AutoCloseable {

    /** Simulated state of the network. */
    public enum State {
        OPEN,
        /** Connections stay open, but no bytes pass. */
        STALLED,
        /** All connections are reset, also new ones. */
        RESET,
        /** A few bytes pass at each interval. */
        TRICKLING
    }

    private static final int CONNECT_MILLIS = 5_000;
    private static final int TRICKLE_BYTES = 32;
    private static final Duration TRICKLE_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile State state = State.OPEN;
    private volatile int target;

    public NetworkProxy(String name) {
        this.name = name;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name(name).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Forwards new connections to this local port; 0: closes them at once. */
    public void forwardTo(int port) {
        target = port;
    }

    public void set(State next) {
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
                // the proxy is closed, or the client has disconnected
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
            closeBoth(client, server);
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
            // one side has disconnected: close both
        } finally {
            closeBoth(from, to);
        }
    }

    private void write(byte[] bytes, int length, OutputStream out) throws IOException {
        int written = 0;
        while (written < length) {
            int chunk = awaitPassage() ? length - written : Math.min(TRICKLE_BYTES, length - written);
            out.write(bytes, written, chunk);
            written += chunk;
        }
    }

    /** Waits until bytes may pass. Returns whether their number is unlimited. */
    private boolean awaitPassage() throws IOException {
        synchronized (change) {
            try {
                long next = System.nanoTime() + TRICKLE_INTERVAL.toNanos();
                while (state == State.STALLED || (state == State.TRICKLING && next - System.nanoTime() > 0)) {
                    change.wait(TRICKLE_INTERVAL.toMillis());
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

    private void closeBoth(Socket one, Socket other) {
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
            // already closed
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
