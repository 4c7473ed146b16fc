package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of the Prometheus operator are those of Prometheus. */
class PrometheusRuleTest {

    private static final Path FOR_KUBERNETES = Repository.DEPLOY.resolve("kubernetes/base/server/prometheus-rule.yaml");

    @Test
    void rules_areTheSameOnKubernetes() {
        assertThat(Repository.document(FOR_KUBERNETES).get("spec"))
                .as("""
                        If rules were changed: in deploy, (sed '/^spec:/q' kubernetes/base/server/prometheus-rule.yaml; \\
                          sed -n '/^groups:/,$p' prometheus/alerts.yaml | sed '/./s/^/  /') > rule && \\
                          mv rule kubernetes/base/server/prometheus-rule.yaml""")
                .isEqualTo(Repository.document(Repository.RULES));
    }
}
