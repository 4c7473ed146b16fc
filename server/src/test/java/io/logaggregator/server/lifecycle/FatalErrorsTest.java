package io.logaggregator.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.FatalErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FatalErrorsTest {

    /** The kinds of threads of the server. */
    enum Kind {
        PLATFORM {
            @Override
            void run(Runnable work) {
                Thread.ofPlatform().name("worker").start(work);
            }
        },
        VIRTUAL {
            @Override
            void run(Runnable work) {
                Thread.ofVirtual().name("worker").start(work);
            }
        },
        PERIODIC {
            @Override
            void run(Runnable work) {
                PeriodicTask.start("worker", Duration.ofHours(1), work);
            }
        },
        REPORTED {
            @Override
            void run(Runnable work) {
                Thread.ofVirtual().name("worker").start(() -> {
                    try {
                        work.run();
                    } catch (OutOfMemoryError e) {
                        FatalErrors.report(e);
                    }
                });
            }
        };

        abstract void run(Runnable work);
    }

    @ParameterizedTest
    @EnumSource
    void error_endsProcess_andIsLogged(Kind kind) throws Exception {
        Process process = start(kind, OutOfMemoryError.class);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isEqualTo(FatalErrors.EXIT_CODE);
            assertThat(output).contains("thread=worker").contains("java.lang.OutOfMemoryError: of the test");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void exception_endsOnlyItsThread() throws Exception {
        Process process = start(Kind.PLATFORM, IllegalStateException.class);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(output).contains("java.lang.IllegalStateException: of the test");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Kind kind, Class<? extends Throwable> failure) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        kind.name(),
                        failure.getSimpleName())
                .redirectErrorStream(true)
                .start();
    }

    /** Runs work that fails on a thread while its main thread waits. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            FatalErrors.install(Error.class);
            boolean error = arguments[1].equals(OutOfMemoryError.class.getSimpleName());
            Kind.valueOf(arguments[0]).run(() -> {
                if (error) {
                    throw new OutOfMemoryError("of the test");
                }
                throw new IllegalStateException("of the test");
            });
            Thread.sleep(error ? 300_000 : 500);
        }
    }
}
