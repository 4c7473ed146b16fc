package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when an {@link Error} ends one of its threads. Without the thread the program would do only part of its
 * work; a supervisor restarts a process that has ended.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does the same for threads whose library handles the error itself.
 */
public final class FatalErrors implements Thread.UncaughtExceptionHandler {

    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int EXIT_CODE = 3;

    private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);

    private final Class<? extends Throwable> fatal;

    private FatalErrors(Class<? extends Throwable> fatal) {
        this.fatal = fatal;
    }

    /**
     * Handles the uncaught exceptions of all threads of this process from now on.
     *
     * @param fatal those that end the process; others only end their thread, and are logged
     */
    public static void install(Class<? extends Throwable> fatal) {
        Thread.setDefaultUncaughtExceptionHandler(new FatalErrors(fatal));
    }

    /** Ends the process, if this handler is installed, for an {@link OutOfMemoryError} that a framework has caught. */
    public static void report(@Nullable Throwable failure) {
        if (failure instanceof OutOfMemoryError
                && Thread.getDefaultUncaughtExceptionHandler() instanceof FatalErrors handler) {
            handler.uncaughtException(Thread.currentThread(), failure);
        }
    }

    /** Runs no shutdown hooks: they could wait for the work of the ended thread. Log appenders write without a delay. */
    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (!fatal.isInstance(failure)) {
            log.error("thread ended by an exception: thread={}", thread.getName(), failure);
            return;
        }
        try {
            log.error(
                    "thread ended by an error, the process ends: thread={} exitCode={}",
                    thread.getName(),
                    EXIT_CODE,
                    failure);
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
