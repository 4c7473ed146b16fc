package io.logaggregator.server.http;

import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.HttpSettings.PemFiles;
import io.logaggregator.server.settings.InvalidSettingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * The certificate that the server shows: that of the files, however often and in whichever order they are replaced. What
 * does not fit together is not taken, and the last that did goes on being shown.
 */
final class ServerCertificate implements SslBundleRegistrar, AutoCloseable {

    static final String BUNDLE = "aggregator-http";

    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final PemFiles files;
    private @Nullable PeriodicTask watch;

    ServerCertificate(PemFiles files) {
        this.files = files;
    }

    /** @throws InvalidSettingException when there is nothing to begin with */
    @Override
    public void registerBundles(SslBundleRegistry registry) {
        PemPair first = PemPair.read(files);
        registry.registerBundle(BUNDLE, first.bundle(files));
        tell("TLS is on", first);
        watch = PeriodicTask.start("server-certificate", PAUSE, new Replacement(registry, first)::look);
    }

    private void tell(String what, PemPair pair) {
        X509Certificate certificate = pair.first();
        log.info(
                "{}: certificate={} until={}",
                what,
                files.certificate(),
                certificate.getNotAfter().toInstant());
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            log.warn("certificate is not valid now: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    /** Of one thread. */
    private final class Replacement {

        private final SslBundleRegistry registry;
        private PemPair seen;
        private PemPair settled;
        private String trouble = "";

        Replacement(SslBundleRegistry registry, PemPair served) {
            this.registry = registry;
            this.seen = served;
            this.settled = served;
        }

        /** What has just changed is left alone until the next look: the other file may be about to follow. */
        void look() {
            try {
                PemPair now = PemPair.read(files);
                boolean fresh = now.equals(seen) && !now.equals(settled);
                seen = now;
                if (fresh) {
                    settled = now;
                    registry.updateBundle(BUNDLE, now.bundle(files));
                    tell("certificate replaced", now);
                    trouble = "";
                }
            } catch (InvalidSettingException e) {
                String message = String.valueOf(e.getMessage());
                if (!message.equals(trouble)) {
                    log.error("certificate not replaced, the one before is still served: {}", message);
                }
                trouble = message;
            }
        }
    }
}
