package io.logaggregator.embedded.servers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1. */
final class LoopbackPort {

    static final String ADDRESS = "127.0.0.1";

    private LoopbackPort() {}

    /**
     * The port if it is free; any free port for 0.
     *
     * @param server name for the message
     * @param setting key for the message
     */
    static int claim(int port, String server, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run may be in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new EmbeddedServerException(
                    server + " cannot listen on port " + port + " of " + ADDRESS
                            + ", it is in use: stop the program that uses it, or choose another port with " + setting
                            + " (0: any free port)",
                    e);
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    server + " cannot listen on port " + port + " of " + ADDRESS + ": " + e, e);
        }
    }

    /** Any free port except a claimed one that is not in use yet, which the system may return again. */
    static int claimOther(int claimed, String server, String setting) {
        int port = claim(0, server, setting);
        return port == claimed ? claimOther(claimed, server, setting) : port;
    }
}
