package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KubernetesModelTest {

    @Test
    void mistakeIn_namesAFieldThatKubernetesDoesNotKnow() {
        assertThat(KubernetesModel.mistakeIn(deployment("readynessProbe: {periodSeconds: 5}")))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("readynessProbe"));
        assertThat(KubernetesModel.mistakeIn(deployment("readinessProbe: {periodSeconds: often}")))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("periodSeconds"));
        assertThat(KubernetesModel.mistakeIn(deployment("readinessProbe: {periodSeconds: 5}")))
                .isEmpty();
    }

    @Test
    void mistakeIn_namesAFieldOfAnExtensionThatNobodyKnows() {
        assertThat(KubernetesModel.mistakeIn(document("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: a}
                spec:
                  scaleTargetRef: {name: a}
                  maxReplicas: 3
                  triggers: [{type: kafka, metadata: {topic: logs}}]
                """)))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("maxReplicas"));
    }

    @Test
    void mistakeIn_namesWhatIsMissing() {
        assertThat(KubernetesModel.mistakeIn(document("""
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec: {ports: [{port: 80}]}
                """)))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("/spec/selector"));
    }

    @Test
    void mistakeIn_refusesAKindThatNobodyKnows() {
        assertThat(KubernetesModel.mistakeIn(document("""
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata: {name: a}
                """))).isPresent();
    }

    private static JsonNode deployment(String inContainer) {
        return document("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  selector: {matchLabels: {app: a}}
                  template:
                    metadata: {labels: {app: a}}
                    spec:
                      containers:
                      - name: a
                        %s
                """.formatted(inContainer));
    }

    private static JsonNode document(String yaml) {
        return Repository.documents(yaml).getFirst();
    }
}
