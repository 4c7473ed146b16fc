package io.logaggregator.deploy.monitoring;

import static io.logaggregator.deploy.files.ProjectFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.deploy.monitoring.AlertRules.Alert;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class AlertRulesTest {

    private static final AlertRules RULES = AlertRules.read();

    static Stream<Alert> alerts() {
        return RULES.alerts().stream();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_hasSeverityAndRunbook(Alert alert) {
        assertThat(alert.labels().propertyNames()).containsExactly("severity");
        assertThat(text(alert.labels(), "/severity")).isIn("critical", "warning");
        assertThat(alert.annotations().propertyNames())
                .containsExactlyInAnyOrder("summary", "description", "runbook_url");
        assertThat(text(alert.annotations(), "/runbook_url")).isEqualTo("docs/runbook/" + alert.name() + ".md");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alert_hasRunbookPage(Alert alert) {
        assertThat(ProjectFiles.text(ProjectFiles.RUNBOOK.resolve(alert.name() + ".md")))
                .startsWith("# " + alert.name() + "\n")
                .containsSubsequence("\n## Diagnosis\n", "\n## Mitigation\n");
    }

    @Test
    void runbook_hasOnlyPagesOfAlerts() {
        List<String> pages = ProjectFiles.names(ProjectFiles.RUNBOOK).stream()
                .filter(name -> !name.equals("README.md"))
                .toList();

        assertThat(pages)
                .containsExactlyElementsOf(alerts().map(alert -> alert.name() + ".md")
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** {@link PromtoolIT} runs these cases. */
    @ParameterizedTest
    @MethodSource("alerts")
    void alert_hasFiringAndSilentTestCase(Alert alert) {
        List<JsonNode> cases = ProjectFiles.document(ProjectFiles.PROMETHEUS.resolve("alerts.test.yaml"))
                .get("tests")
                .valueStream()
                .flatMap(test -> test.get("alert_rule_test").valueStream())
                .filter(test -> text(test, "/alertname").equals(alert.name()))
                .toList();

        assertThat(cases)
                .anyMatch(test ->
                        text(test, "/exp_alerts/0/exp_labels/severity").equals(text(alert.labels(), "/severity")))
                .anyMatch(test -> !test.has("exp_alerts"));
    }
}
