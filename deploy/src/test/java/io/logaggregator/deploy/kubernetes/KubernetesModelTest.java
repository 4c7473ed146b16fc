package io.logaggregator.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProjectFiles;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KubernetesModelTest {

    @Test
    void errorIn_namesUnknownField() {
        assertThat(KubernetesModel.errorIn(deployment("readynessProbe: {periodSeconds: 5}")))
                .hasValueSatisfying(error -> assertThat(error).contains("readynessProbe"));
        assertThat(KubernetesModel.errorIn(deployment("readinessProbe: {periodSeconds: often}")))
                .hasValueSatisfying(error -> assertThat(error).contains("periodSeconds"));
        assertThat(KubernetesModel.errorIn(deployment("readinessProbe: {periodSeconds: 5}")))
                .isEmpty();
    }

    @Test
    void errorIn_namesUnknownFieldOfExtension() {
        assertThat(KubernetesModel.errorIn(document("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: a}
                spec:
                  scaleTargetRef: {name: a}
                  maxReplicas: 3
                  triggers: [{type: kafka, metadata: {topic: logs}}]
                """)))
                .hasValueSatisfying(error -> assertThat(error).contains("maxReplicas"));
    }

    @Test
    void errorIn_namesMissingField() {
        assertThat(KubernetesModel.errorIn(document("""
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec: {ports: [{port: 80}]}
                """)))
                .hasValueSatisfying(error -> assertThat(error).contains("/spec/selector"));
    }

    @Test
    void errorIn_rejectsUnknownKind() {
        assertThat(KubernetesModel.errorIn(document("""
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
        return ProjectFiles.documents(yaml).getFirst();
    }
}
