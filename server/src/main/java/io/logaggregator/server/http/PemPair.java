package io.logaggregator.server.http;

import io.logaggregator.server.settings.HttpSettings.PemFiles;
import io.logaggregator.server.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;

/** What two PEM files held when they were read. */
record PemPair(String certificate, String key) {

    private static final String CERTIFICATE = "aggregator.http.tls.certificate";
    private static final String KEY = "aggregator.http.tls.key";

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
     * What TLS is spoken with.
     *
     * @throws InvalidSettingException that says what is wrong, when the two do not belong together or are something else
     */
    SslBundle bundle(PemFiles files) {
        PemSslBundleProperties properties = new PemSslBundleProperties();
        properties.getOptions().setEnabledProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        properties.getKeystore().setCertificate(certificate);
        properties.getKeystore().setPrivateKey(key);
        properties.getKeystore().setVerifyKeys(true);
        try {
            SslBundle bundle = PropertiesSslBundle.get(properties);
            bundle.getStores().getKeyStore(); // refuses a chain that is none
            return bundle;
        } catch (IllegalStateException e) {
            throw new InvalidSettingException(
                    CERTIFICATE + ": " + files.certificate() + ", " + KEY + ": " + files.key()
                            + " (expected: a certificate, those between it and a trusted one, and its key: "
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** The server's own. */
    X509Certificate first() {
        return PemContent.of(certificate).getCertificates().getFirst();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PemPair[***]";
    }
}
