package io.logaggregator.server.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Creates secrets of 256 random bits as text that is safe in headers, shells and URLs. */
public final class NewSecret {

    private static final int BYTES = 32;
    private static final SecureRandom random = new SecureRandom();

    private NewSecret() {}

    public static String create() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
