package io.logaggregator.server.http;

import io.logaggregator.server.settings.HttpSettings.PemFiles;
import io.logaggregator.server.settings.InvalidSettingException;

/** Looks whether TLS could be spoken with two files, and speaks none. */
public final class CertificateCheck {

    private CertificateCheck() {}

    /**
     * Refuses what does not go together.
     *
     * @throws InvalidSettingException that says what is wrong
     */
    public static void require(PemFiles files) {
        var _ = PemPair.read(files).bundle(files);
    }
}
