package io.logaggregator.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files to follow, and the conversion of their lines to messages. Files are UTF-8 text.
 *
 * @param globs for example {@code /var/log/*.log} or <code>/srv/&#42;&#42;/app.log</code>; relative to the working
 *     directory. Compressed files are ignored
 * @param stateDirectory directory for the saved positions; created if absent
 * @param begin where to start in an existing file without a saved position
 * @param application application of all lines; empty: the base name of the file, {@code shop} for {@code shop.log}
 * @param joinContinuations whether a line that starts with white space, {@code at } or {@code Caused by:} belongs to the
 *     line before, as in stack traces
 * @param maxLineBytes longer lines are truncated and tagged {@code truncated}
 * @param partialLineTimeout time after which text without a newline at the end of a file counts as a line
 * @param pollInterval between two polls of the files
 */
public record FileTailing(
        List<String> globs,
        Path stateDirectory,
        Begin begin,
        Optional<String> application,
        boolean joinContinuations,
        int maxLineBytes,
        Duration partialLineTimeout,
        Duration pollInterval) {

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

    /** Follows from the end of existing files, joins stack traces, and limits lines to 1 MiB. */
    public FileTailing(List<String> globs, Path stateDirectory) {
        this(
                globs,
                stateDirectory,
                Begin.END,
                Optional.empty(),
                true,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofMillis(250));
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
                pollInterval);
    }
}
