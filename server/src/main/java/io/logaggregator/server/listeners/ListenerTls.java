package io.logaggregator.server.listeners;

import io.logaggregator.server.settings.ListenerSettings.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** TLS of a listener, from an SSL bundle that may be replaced. Thread-safe. */
final class ListenerTls {

    private final ClientAuth clientAuth;
    private volatile Loaded loaded;

    private record Loaded(SSLContext context, SslOptions options) {}

    ListenerTls(SslBundle bundle, ClientAuth clientAuth) {
        this.clientAuth = clientAuth;
        this.loaded = load(bundle);
    }

    /** Uses another certificate for new connections. */
    void replace(SslBundle bundle) {
        loaded = load(bundle);
    }

    private static Loaded load(SslBundle bundle) {
        return new Loaded(bundle.createSslContext(), bundle.getOptions());
    }

    /** A socket of the server's side, before the handshake. */
    SSLSocket over(Socket socket) throws IOException {
        Loaded current = loaded;
        SSLSocket secured = (SSLSocket) current.context
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        secured.setUseClientMode(false);
        if (current.options.getEnabledProtocols() != null) {
            secured.setEnabledProtocols(current.options.getEnabledProtocols());
        }
        if (current.options.getCiphers() != null) {
            secured.setEnabledCipherSuites(current.options.getCiphers());
        }
        switch (clientAuth) {
            case NONE -> {}
            case WANT -> secured.setWantClientAuth(true);
            case NEED -> secured.setNeedClientAuth(true);
        }
        return secured;
    }
}
