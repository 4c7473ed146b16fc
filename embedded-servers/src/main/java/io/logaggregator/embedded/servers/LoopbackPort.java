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
     * The port itself when it is free, any free one for 0.
     *
     * @param server who wants it, for the message
     * @param setting where a person chooses another, for the message
     */
    static int claim(int port, String server, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the run before may linger in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new EmbeddedServerException(
                    server + " cannot listen on port " + port + " of " + ADDRESS
                            + ", it is taken: end the program that has it, or choose another port with " + setting
                            + " (0 = any free one)",
                    e);
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    server + " cannot listen on port " + port + " of " + ADDRESS + ": " + e, e);
        }
    }

    /** Any free one but that which somebody has claimed and does not use yet: the system may well give it again. */
    static int claimBesides(int claimed, String server, String setting) {
        int port = claim(0, server, setting);
        return port == claimed ? claimBesides(claimed, server, setting) : port;
    }
}
