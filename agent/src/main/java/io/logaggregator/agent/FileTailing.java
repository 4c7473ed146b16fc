package io.logaggregator.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which files to follow, and how their lines become messages. Files are UTF-8 text.
 *
 * @param globs for example {@code /var/log/*.log} or <code>/srv/&#42;&#42;/app.log</code>; relative ones start at the working
 *     directory. Compressed files are left alone
 * @param stateDirectory where the positions are remembered over restarts; made if absent
 * @param begin where to begin in a file that exists before its lines were ever followed
 * @param application what to name as application; empty takes the file's base name, {@code shop} for {@code shop.log}
 * @param joinContinuations whether a line that starts with white space, {@code at } or {@code Caused by:} belongs to the
 *     line before, as in stack traces
 * @param maxLineBytes longer lines are cut there and tagged {@code truncated}
 * @param partialLineTimeout how long the end of a file waits for its newline before it is taken for a line
 * @param pollInterval between two looks at the files
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

    /** Where to begin in a file that was there before. */
    public enum Begin {
        /** With its first line. */
        START,
        /** With the lines that come. */
        END
    }

    public FileTailing {
        globs = List.copyOf(globs);
        if (globs.isEmpty()) {
            throw new IllegalArgumentException("globs: none (expected: at least one)");
        }
        if (maxLineBytes < 16) {
            throw new IllegalArgumentException("maxLineBytes: " + maxLineBytes + " (expected: 16 or more)");
        }
        if (!pollInterval.isPositive() || partialLineTimeout.isNegative()) {
            throw new IllegalArgumentException("pollInterval: " + pollInterval + ", partialLineTimeout: "
                    + partialLineTimeout + " (expected: more than 0, and 0 or more)");
        }
    }

    /** The files of these globs from their ends on, stack traces joined, lines up to 1 MiB. */
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

    /** The same, beginning elsewhere. */
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

    /** The same, with this application's name on every line. */
    public FileTailing ofApplication(String name) {
        return new FileTailing(
                globs,
                stateDirectory,
                begin,
                Optional.of(name),
                joinContinuations,
                maxLineBytes,
                partialLineTimeout,
                pollInterval);
    }
}
