package io.logaggregator.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SettingsTest {

    @TempDir
    Path directory;

    private final CommandSpec command = new CommandLine(new AgentCommand()).getCommandSpec();

    @Test
    void defaultValue_prefersEnvironmentOverFile() throws IOException {
        Path file = file("bootstrap-servers: file:1\nhost: web-1\nfiles: [/a/*.log, '/b/{c,d}.log']\n");

        Settings settings = Settings.of(Optional.of(file), Map.of("AGENT_BOOTSTRAP_SERVERS", "variable:2"), command);

        assertThat(value(settings, "--bootstrap-servers")).isEqualTo("variable:2");
        assertThat(value(settings, "--host")).isEqualTo("web-1");
        assertThat(value(settings, "--files")).isEqualTo("/a/*.log,/b/{c,d}.log");
        assertThat(value(settings, "--interval")).isNull();
    }

    @Test
    void of_rejectsUnknownKeys() throws IOException {
        Path file = file("hots: web-1\ninterval: 5s\nfile: /a\n");

        assertThatThrownBy(() -> Settings.of(Optional.of(file), Map.of(), command))
                .hasMessageContaining("unknown setting hots, file (expected: one of [application, begin");
    }

    @Test
    void of_namesUnreadableFile() {
        assertThatThrownBy(() -> Settings.of(Optional.of(directory.resolve("absent")), Map.of(), command))
                .hasMessageContaining("cannot read")
                .hasMessageContaining("absent");
    }

    @Test
    void of_returnsUnknownVariables() {
        assertThat(Settings.of(Optional.empty(), Map.of("AGENT_HOTS", "x", "PATH", "y"), command)
                        .unknownVariables())
                .containsExactly("AGENT_HOTS");
    }

    private @Nullable String value(Settings settings, String option) {
        return settings.defaultValue(command.findOption(option));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("agent.yaml"), text);
    }
}
