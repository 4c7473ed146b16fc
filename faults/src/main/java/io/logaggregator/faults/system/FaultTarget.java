package io.logaggregator.faults.system;

import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server that can be killed, restarted and paused. At most one fault at a time. */
public interface FaultTarget {

    /** Sends SIGKILL to all of its processes. */
    void kill();

    /** Starts it again, on its existing data. */
    void start();

    /** Sends SIGSTOP. */
    void stop();

    /** Sends SIGCONT. */
    void resume();

    boolean isAlive();

    /** A server that is one JVM. */
    interface Jvm extends FaultTarget, AutoCloseable {

        /** The current process, or the last one. */
        ChildJvm process();

        @Override
        default void kill() {
            process().kill();
        }

        @Override
        default void stop() {
            Signal.STOP.send(Set.of(process().handle()));
        }

        @Override
        default void resume() {
            Signal.CONT.send(Set.of(process().handle()));
        }

        @Override
        default boolean isAlive() {
            return process().isAlive();
        }

        @Override
        default void close() {
            process().close();
        }
    }

    /** Signals that Java itself cannot send to processes. */
    enum Signal {
        STOP,
        CONT,
        KILL;

        private static final int TIMEOUT_SECONDS = 10;

        /** Sends the signal to all processes that still exist. */
        void send(Collection<ProcessHandle> processes) {
            if (processes.isEmpty()) {
                return;
            }
            // kill is a builtin of the shell: not every machine has a program of that name
            String command = processes.stream()
                    .map(process -> Long.toString(process.pid()))
                    .collect(Collectors.joining(" ", "kill -" + this + " ", ""));
            try {
                Process kill = new ProcessBuilder("sh", "-c", command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!kill.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(command + " does not end");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
