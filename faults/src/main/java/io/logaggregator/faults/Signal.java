package io.logaggregator.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What Java itself cannot send to processes. */
enum Signal {
    STOP,
    CONT,
    KILL;

    private static final int LIMIT_SECONDS = 10;

    /** To all of them that are still there. */
    void send(Collection<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        // The shell's own: a program of that name is not on every machine.
        String command = processes.stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" ", "kill -" + this + " ", ""));
        try {
            Process kill = new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
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
