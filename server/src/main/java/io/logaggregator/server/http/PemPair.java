package io.logaggregator.server.http;

import io.logaggregator.server.settings.HttpSettings.PemFiles;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;

/** The content of a certificate file and a key file, read at the same time. */
public record PemPair(String certificate, String key) {

    private static final String CERTIFICATE = "aggregator.http.tls.certificate";
    private static final String KEY = "aggregator.http.tls.key";

    /**
     * Checks the files of a server certificate.
     *
     * @throws InvalidSettingException if TLS cannot use them
     */
    public static void check(PemFiles files) {
        var _ = read(files).bundle(files);
    }

    /** @throws InvalidSettingException that names the file */
    static PemPair read(PemFiles files) {
        return new PemPair(read(CERTIFICATE, files.certificate()), read(KEY, files.key()));
    }

    private static String read(String setting, Path file) {
        try {
            String text = Files.readString(file);
            if (PemContent.isPresentInText(text)) {
                return text;
            }
            throw new InvalidSettingException(setting + ": " + file + " (expected: a file in PEM)", null);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    setting + ": " + file + " (expected: a readable text file: " + e + ")", e);
        }
    }

    /**
     * The SSL bundle of both files.
     *
     * @throws InvalidSettingException if they are invalid or do not match
     */
    SslBundle bundle(PemFiles files) {
        PemSslBundleProperties properties = new PemSslBundleProperties();
        properties.getOptions().setEnabledProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        properties.getKeystore().setCertificate(certificate);
        properties.getKeystore().setPrivateKey(key);
        properties.getKeystore().setVerifyKeys(true);
        try {
            SslBundle bundle = PropertiesSslBundle.get(properties);
            bundle.getStores().getKeyStore(); // validates the chain
            return bundle;
        } catch (IllegalStateException e) {
            throw new InvalidSettingException(
                    CERTIFICATE + ": " + files.certificate() + ", " + KEY + ": " + files.key()
                            + " (expected: a certificate with its intermediates, and its key: "
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** The certificate of the server, without its intermediates. */
    X509Certificate first() {
        return PemContent.of(certificate).getCertificates().getFirst();
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return "PemPair[***]";
    }
}
