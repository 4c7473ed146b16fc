package io.logaggregator.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.TestKafka;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckIT {

    private final String servers = TestKafka.shared().bootstrapServers();
    private final String topic = TestKafka.shared().createTopic(1);

    @TempDir
    private Path directory;

    @Test
    void validSettings_pass_withoutStart() {
        assertThat(check("--bootstrap-servers", servers, "--metrics-topic", topic))
                .isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void missingTopic_fails() {
        assertThat(check("--bootstrap-servers", servers, "--metrics-topic", "absent"))
                .isEqualTo(1);
        assertThat(check(
                        "--bootstrap-servers",
                        servers,
                        "--metrics-topic",
                        topic,
                        "--logs-topic",
                        "absent",
                        "--files",
                        directory + "/*.log"))
                .isEqualTo(1);
    }

    @Test
    void unavailableKafka_fails() {
        assertThat(check("--bootstrap-servers", "127.0.0.1:1", "--metrics-topic", topic))
                .isEqualTo(1);
    }

    private int check(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "--check-config";
        all[1] = "--state-directory";
        all[2] = directory.resolve("state").toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return Main.run(all, Map.of());
    }
}
