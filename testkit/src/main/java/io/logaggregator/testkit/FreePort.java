package io.logaggregator.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for programs that cannot choose a free one themselves. It is below the ports that systems give to outgoing connections
 * and to listeners without a port of their own (from 32,768), so that none of these takes it before the program does.
 */
public final class FreePort {

    private static final int MIN = 20_000;
    private static final int MAX = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** A port of the loopback address that is free at the moment. */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + MIN + " to " + MAX);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
