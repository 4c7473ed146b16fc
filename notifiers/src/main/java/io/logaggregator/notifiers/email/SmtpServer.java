package io.logaggregator.notifiers.email;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/**
 * An SMTP server.
 *
 * @param url {@code smtp://host:port} with STARTTLS, or {@code smtps://host:port} with TLS from the start
 * @param encrypted whether TLS is required; with {@code smtps} always used
 * @param user empty for none
 */
record SmtpServer(URI url, boolean encrypted, String user, String password) {

    private static final int SUBMISSION_PORT = 587;
    private static final int TLS_PORT = 465;

    boolean isTlsFromStart() {
        return "smtps".equalsIgnoreCase(url.getScheme());
    }

    boolean usesTls() {
        return encrypted || isTlsFromStart();
    }

    String host() {
        return url.getHost();
    }

    int port() {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return isTlsFromStart() ? TLS_PORT : SUBMISSION_PORT;
    }

    /**
     * The settings of the library.
     *
     * @param timeout of each step
     * @param sockets for TLS; empty for those of the JDK
     */
    Properties properties(Duration timeout, Optional<SSLSocketFactory> sockets) {
        String millis = String.valueOf(timeout.toMillis());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", String.valueOf(!user.isEmpty()));
        properties.put("mail.smtp.ssl.enable", String.valueOf(isTlsFromStart()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", String.valueOf(encrypted && !isTlsFromStart()));
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.sendpartial", "true");
        sockets.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
        return properties;
    }
}
