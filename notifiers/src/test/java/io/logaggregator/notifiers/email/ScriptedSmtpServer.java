package io.logaggregator.notifiers.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server with fixed replies, for the cases that GreenMail does not have: STARTTLS and failures. */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** The commands received, {@code (TLS)} before those that were encrypted. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    private final SSLContext tls;
    private final boolean tlsFromStart;
    private final Map<String, String> replies;
    private final ServerSocket server;

    /** @param replies by the first word of the command, in place of the usual ones; {@code -} for none */
    public ScriptedSmtpServer(SSLContext tls, boolean tlsFromStart, Map<String, String> replies) {
        this.tls = tls;
        this.tlsFromStart = tlsFromStart;
        this.replies = replies;
        try {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (tlsFromStart) {
                    Socket encrypted = encrypt(socket);
                    reply(encrypted, "CONNECT", "220 ready");
                    serve(encrypted, true);
                } else {
                    serve(socket, false);
                }
            } catch (IOException e) {
                commands.add("ended: " + e.getClass().getSimpleName());
            }
        }
    }

    private void serve(Socket socket, boolean encrypted) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (!encrypted && !reply(socket, "CONNECT", "220 ready")) {
            return;
        }
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data) {
                data = !line.equals(".");
                if (!data && !reply(socket, ".", "250 stored")) {
                    return;
                }
                continue;
            }
            commands.add((encrypted ? "(TLS) " : "") + line);
            String command = line.split(" ", 2)[0];
            String usual = switch (command) {
                case "EHLO" -> encrypted ? "250-fake\r\n250 AUTH PLAIN" : "250-fake\r\n250 STARTTLS";
                case "STARTTLS" -> "220 go on";
                case "DATA" -> "354 go on";
                default -> "250 ok";
            };
            if (!reply(socket, command, usual)) {
                return;
            }
            if (command.equals("STARTTLS")) {
                serve(encrypt(socket), true);
                return;
            }
            data = command.equals("DATA");
        }
    }

    private boolean reply(Socket socket, String command, String usual) throws IOException {
        String reply = replies.getOrDefault(command, usual);
        if (reply.equals("-")) {
            socket.getInputStream().readAllBytes(); // until the client gives up
            return false;
        }
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private Socket encrypt(Socket socket) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory()
                .createSocket(socket, InetAddress.getLoopbackAddress().getHostAddress(), socket.getPort(), true);
        encrypted.setUseClientMode(false);
        return encrypted;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
