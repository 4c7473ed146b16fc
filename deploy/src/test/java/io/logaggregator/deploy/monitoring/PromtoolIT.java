package io.logaggregator.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Checks rules, dashboard and configuration with promtool, if installed. */
class PromtoolIT {

    @TempDir
    private Path directory;

    @BeforeEach
    void find() {
        assumeTrue(ExternalProgram.isInstalled("promtool"), "promtool is not installed (Debian: prometheus)");
    }

    @Test
    void rules_areValid() throws Exception {
        assertThat(ExternalProgram.run(ProjectFiles.PROMETHEUS, "promtool", "check", "rules", "alerts.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void rules_passTestCases() throws Exception {
        assertThat(ExternalProgram.run(ProjectFiles.PROMETHEUS, "promtool", "test", "rules", "alerts.test.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void configuration_isValid() {
        assertThat(ExternalProgram.run(
                        ProjectFiles.PROMETHEUS, "promtool", "check", "config", "--syntax-only", "prometheus.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void dashboard_hasValidExpressions() throws Exception {
        Path asRules = directory.resolve("dashboard.yaml");
        Files.writeString(
                asRules, asRules(Dashboard.read().expandedExpressions().toList()));

        assertThat(ExternalProgram.run(directory, "promtool", "check", "rules", asRules.toString()))
                .contains("SUCCESS");
    }

    private static String asRules(List<String> expressions) {
        JsonMapper json = new JsonMapper();
        return expressions.stream()
                .distinct()
                .map(expression -> "  - {record: \"r%x\", expr: %s}"
                        .formatted(expression.hashCode(), json.writeValueAsString(expression)))
                .collect(Collectors.joining("\n", "groups:\n- name: dashboard\n  rules:\n", "\n"));
    }
}
