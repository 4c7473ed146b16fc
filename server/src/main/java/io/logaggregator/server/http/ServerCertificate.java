package io.logaggregator.server.http;

import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.HttpSettings.PemFiles;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * The certificate of the server, reloaded when its files change, in any order. An invalid pair is not loaded; the server
 * keeps the last valid one.
 */
final class ServerCertificate implements SslBundleRegistrar, AutoCloseable {

    static final String BUNDLE = "aggregator-http";

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final PemFiles files;
    private @Nullable PeriodicTask watch;

    ServerCertificate(PemFiles files) {
        this.files = files;
    }

    /** @throws InvalidSettingException if the files are invalid at startup */
    @Override
    public void registerBundles(SslBundleRegistry registry) {
        PemPair first = PemPair.read(files);
        registry.registerBundle(BUNDLE, first.bundle(files));
        logLoaded("TLS enabled", first);
        watch = PeriodicTask.start("server-certificate", INTERVAL, new Replacement(registry, first)::check);
    }

    private void logLoaded(String message, PemPair pair) {
        X509Certificate certificate = pair.first();
        log.info(
                "{}: certificate={} until={}",
                message,
                files.certificate(),
                certificate.getNotAfter().toInstant());
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            log.warn("certificate is not valid: reason={}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /** The state of the reload. Confined to one thread. */
    private final class Replacement {

        private final SslBundleRegistry registry;
        private PemPair seen;
        private PemPair loaded;
        private String lastError = "";

        Replacement(SslBundleRegistry registry, PemPair served) {
            this.registry = registry;
            this.seen = served;
            this.loaded = served;
        }

        /** Loads a changed pair one interval after the change, because the other file may change next. */
        void check() {
            try {
                PemPair now = PemPair.read(files);
                boolean fresh = now.equals(seen) && !now.equals(loaded);
                seen = now;
                if (fresh) {
                    loaded = now;
                    registry.updateBundle(BUNDLE, now.bundle(files));
                    logLoaded("certificate replaced", now);
                    lastError = "";
                }
            } catch (InvalidSettingException e) {
                String message = String.valueOf(e.getMessage());
                if (!message.equals(lastError)) {
                    log.error("certificate not replaced, the last valid one stays: reason={}", message);
                }
                lastError = message;
            }
        }
    }
}
