package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The rules and the dashboard's expressions, by Prometheus' own tool where it is: .ci/run fetches it. */
class PromtoolIT {

    @TempDir
    private Path directory;

    @BeforeEach
    void find() {
        assumeTrue(Program.isThere("promtool"), "promtool is not installed (Debian: prometheus)");
    }

    @Test
    void rules_areWellFormed() throws Exception {
        assertThat(Program.run(Repository.PROMETHEUS, "promtool", "check", "rules", "alerts.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void rules_fireWhenTheyShouldAndOnlyThen() throws Exception {
        assertThat(Program.run(Repository.PROMETHEUS, "promtool", "test", "rules", "alerts.test.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void configuration_isWellFormed() {
        assertThat(Program.run(
                        Repository.PROMETHEUS, "promtool", "check", "config", "--syntax-only", "prometheus.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void dashboard_asksInPrometheusLanguage() throws Exception {
        Path asRules = directory.resolve("dashboard.yaml");
        Files.writeString(asRules, asRules(Dashboard.read().askedExpressions().toList()));

        assertThat(Program.run(directory, "promtool", "check", "rules", asRules.toString()))
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
