package io.logaggregator.deploy.kubernetes;

import static io.logaggregator.deploy.files.ProjectFiles.text;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The manifests of an environment, built by kustomize. */
record Overlay(String environment, List<JsonNode> documents) {

    static final List<String> ENVIRONMENTS = List.of("dev", "staging", "prod");

    private static final JsonMapper JSON = new JsonMapper();

    static Overlay of(String environment) {
        String yaml =
                ExternalProgram.run(ProjectFiles.DEPLOY, "kubectl", "kustomize", "kubernetes/overlays/" + environment);
        return new Overlay(environment, ProjectFiles.documents(yaml));
    }

    Stream<JsonNode> all(String kind) {
        return documents.stream().filter(document -> text(document, "/kind").equals(kind));
    }

    JsonNode one(String kind) {
        return all(kind)
                .reduce((_, another) -> {
                    throw new IllegalStateException(kind + ": more than one in " + environment + ", " + another);
                })
                .orElseThrow(() -> new IllegalStateException(kind + ": none in " + environment));
    }

    /** The server's deployment and the agent's daemon set. */
    Stream<JsonNode> workloads() {
        return Stream.of(one("Deployment"), one("DaemonSet"));
    }

    Stream<JsonNode> containers() {
        return workloads().map(workload -> workload.at("/spec/template/spec/containers/0"));
    }

    /** A configuration value: of the environment, or else the common one. */
    String setting(String key) {
        JsonNode files = one("ConfigMap").get("data");
        return Stream.of("application-" + environment + ".yaml", "application.yaml")
                .map(file -> ProjectFiles.documents(text(files, "/" + file)).getFirst())
                .map(settings -> text(settings, "/" + key.replace('.', '/')))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    Map<String, String> labels(JsonNode labels) {
        return JSON.convertValue(labels, JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }
}
