package io.logaggregator.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Files to follow, and the conversion of their lines to messages. Files are UTF-8 text, or UTF-16 with a
 * byte order mark.
 *
 * @param globs for example {@code /var/log/*.log} or <code>/srv/&#42;&#42;/app.log</code>; relative to the working
 *     directory. Compressed files are ignored
 * @param stateDirectory directory for the saved positions; created if absent
 * @param begin where to start in an existing file without a saved position
 * @param application application of all lines; empty: the container of the file, else its base name, {@code shop} for
 *     {@code shop.log}
 * @param joinContinuations whether the lines of a stack trace are joined with the message above it, and those of a JSON object
 *     with each other
 * @param maxLineBytes longer lines are truncated and tagged {@code truncated}
 * @param partialLineTimeout time after which text without a newline at the end of a file counts as a line
 * @param pollInterval between two polls of the files
 * @param timeZone zone of times without one
 */
public record FileTailing(
        List<String> globs,
        Path stateDirectory,
        Begin begin,
        Optional<String> application,
        boolean joinContinuations,
        int maxLineBytes,
        Duration partialLineTimeout,
        Duration pollInterval,
        ZoneId timeZone) {

    /** A message of such a line fits in the default limit of Kafka, 1,048,588 bytes. */
    public static final int DEFAULT_MAX_LINE_BYTES = 900_000;

    /** Start position in an existing file. */
    public enum Begin {
        START,
        END
    }

    public FileTailing {
        globs = List.copyOf(globs);
        if (globs.isEmpty()) {
            throw new IllegalArgumentException("globs: none (expected: at least one)");
        }
        if (maxLineBytes < 16) {
            throw new IllegalArgumentException("maxLineBytes: " + maxLineBytes + " (expected: at least 16)");
        }
        if (!pollInterval.isPositive() || partialLineTimeout.isNegative()) {
            throw new IllegalArgumentException("pollInterval: " + pollInterval + ", partialLineTimeout: "
                    + partialLineTimeout + " (expected: more than 0, and 0 or more)");
        }
    }

    /** Follows from the end of existing files, joins stack traces, limits lines to {@link #DEFAULT_MAX_LINE_BYTES}, and reads
     * times without a zone in that of this host. */
    public FileTailing(List<String> globs, Path stateDirectory) {
        this(
                globs,
                stateDirectory,
                Begin.END,
                Optional.empty(),
                true,
                DEFAULT_MAX_LINE_BYTES,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                ZoneId.systemDefault());
    }

    public FileTailing beginningAt(Begin other) {
        return new FileTailing(
                globs,
                stateDirectory,
                other,
                application,
                joinContinuations,
                maxLineBytes,
                partialLineTimeout,
                pollInterval,
                timeZone);
    }
}
