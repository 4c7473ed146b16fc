package io.logaggregator.server.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.core.io.Resource;

/** The SHA-256 of a file of the page, or of a part of it. */
record ContentHash(String base64) {

    static ContentHash of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new ContentHash(Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    static ContentHash of(Resource file) {
        try {
            return of(file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entity tag for revalidation. Weak, because Tomcat compresses only responses with a weak tag. */
    String entityTag() {
        return "W/\"" + base64 + '"';
    }
}
