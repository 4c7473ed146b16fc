package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.FatalErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentErrorTest {

    @Test
    void errorInThread_endsProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FailingAgent.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(output).contains("thread ended by an error").contains("agent-collector");
        } finally {
            process.destroyForcibly();
        }
    }

    /** An agent with a collector that fails. */
    static final class FailingAgent {

        private FailingAgent() {}

        public static void main(String[] arguments) throws InterruptedException {
            FatalErrors.install(Throwable.class);
            try (var _ = Agent.start(
                    AgentConfig.DEFAULTS,
                    () -> {
                        throw new AssertionError("of the test");
                    },
                    "web-1",
                    new MemoryQueue(),
                    InstantSource.system())) {
                Thread.sleep(Duration.ofMinutes(1));
            }
        }
    }
}
