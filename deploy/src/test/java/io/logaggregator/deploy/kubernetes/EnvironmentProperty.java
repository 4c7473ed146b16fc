package io.logaggregator.deploy.kubernetes;

import static io.logaggregator.deploy.files.ProjectFiles.text;

import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A property that may differ between environments, by its name in the deployment guide. */
record EnvironmentProperty(Function<Overlay, String> value) {

    private static final String UNSET = "default";

    private static final Map<String, Function<Overlay, String>> PROPERTIES = Map.of(
            "namespace", overlay -> text(overlay.one("Deployment"), "/metadata/namespace"),
            "instances", EnvironmentProperty::instances,
            "image", overlay -> text(server(overlay), "/image").split(":", 2)[1],
            "profile", overlay -> text(server(overlay), "/env/0/value"),
            "CPU request", overlay -> text(server(overlay), "/resources/requests/cpu"),
            "memory limit", overlay -> text(server(overlay), "/resources/limits/memory"),
            "two on one node",
                    overlay -> text(
                                            overlay.one("Deployment"),
                                            "/spec/template/spec/topologySpreadConstraints/1/whenUnsatisfiable")
                                    .equals("DoNotSchedule")
                            ? "never"
                            : "if necessary",
            "Kafka connection",
                    overlay -> overlay.setting("aggregator.queue.kafka.properties-file")
                                    .isEmpty()
                            ? "plaintext"
                            : "from its secret");

    /** Other names are configuration keys. */
    static EnvironmentProperty named(String name) {
        return new EnvironmentProperty(PROPERTIES.getOrDefault(name, overlay -> {
            String value = overlay.setting(name);
            return value.isEmpty() ? UNSET : value;
        }));
    }

    String in(Overlay overlay) {
        return value.apply(overlay);
    }

    private static JsonNode server(Overlay overlay) {
        return overlay.one("Deployment").at("/spec/template/spec/containers/0");
    }

    private static String instances(Overlay overlay) {
        return overlay.all("ScaledObject")
                .findFirst()
                .map(scaled -> text(scaled, "/spec/minReplicaCount") + " to " + text(scaled, "/spec/maxReplicaCount"))
                .orElseGet(() -> text(overlay.one("Deployment"), "/spec/replicas"));
    }
}
