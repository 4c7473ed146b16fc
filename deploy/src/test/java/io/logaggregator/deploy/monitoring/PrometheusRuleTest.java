package io.logaggregator.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProjectFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules for the Prometheus operator equal those for Prometheus. */
class PrometheusRuleTest {

    private static final Path FOR_KUBERNETES =
            ProjectFiles.DEPLOY.resolve("kubernetes/base/server/prometheus-rule.yaml");

    @Test
    void rules_areSameOnKubernetes() {
        assertThat(ProjectFiles.document(FOR_KUBERNETES).get("spec"))
                .as("""
                        To update, in deploy, (sed '/^spec:/q' kubernetes/base/server/prometheus-rule.yaml; \\
                          sed -n '/^groups:/,$p' prometheus/alerts.yaml | sed '/./s/^/  /') > rule && \\
                          mv rule kubernetes/base/server/prometheus-rule.yaml""")
                .isEqualTo(ProjectFiles.document(ProjectFiles.RULES));
    }
}
