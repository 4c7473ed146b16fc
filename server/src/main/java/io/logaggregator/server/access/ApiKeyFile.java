package io.logaggregator.server.access;

import io.logaggregator.server.settings.SecuritySettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the configured API key, readable by its owner only. */
record ApiKeyFile(Path path) {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFile.class);
    private static final String SETTING = "aggregator.security.api-key-file";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Files of Kubernetes secrets belong to root, and are read by the group of the pod. */
    private static final Set<PosixFilePermission> ACCEPTED = PosixFilePermissions.fromString("rw-r-----");

    boolean exists() {
        return Files.exists(path);
    }

    String read() {
        try {
            String secret = Files.readString(path).strip();
            if (secret.length() < SecuritySettings.MIN_KEY_LENGTH) {
                throw new InvalidSettingException(
                        SETTING + ": " + path + " holds " + secret.length() + " characters (expected: at least "
                                + SecuritySettings.MIN_KEY_LENGTH + "; delete the file to create a new key)",
                        null);
            }
            warnIfOthersCanRead();
            return secret;
        } catch (IOException e) {
            throw new InvalidSettingException(SETTING + ": " + path + " (expected: a readable file: " + e + ")", e);
        }
    }

    /** Creates a key of 256 random bits. The file is created atomically. */
    String create() {
        String secret = NewSecret.create();
        Path absolute = path.toAbsolutePath();
        Path directory = absolute.getParent();
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, ".api-key", "", ownerOnly());
            Files.writeString(temporary, secret + '\n');
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw notWritable(e);
        }
        return secret;
    }

    /** Checks that the file can be created. */
    void requireWritable() {
        Path nearest = path.toAbsolutePath();
        for (Path there = nearest; there != null && !Files.exists(nearest); there = there.getParent()) {
            nearest = there;
        }
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            throw notWritable(new AccessDeniedException(nearest.toString()));
        }
    }

    private InvalidSettingException notWritable(IOException reason) {
        return new InvalidSettingException(
                SETTING + ": " + path + " (expected: a path where a file can be created: " + reason
                        + "; or set aggregator.security.api-key)",
                reason);
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private void warnIfOthersCanRead() throws IOException {
        if (isPosix() && !ACCEPTED.containsAll(Files.getPosixFilePermissions(path))) {
            log.warn("API key file is readable by others: file={} (expected: chmod 600)", path);
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
