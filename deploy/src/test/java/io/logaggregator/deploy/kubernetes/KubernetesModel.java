package io.logaggregator.deploy.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.logaggregator.deploy.files.ProjectFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Fields of Kubernetes documents: those of built-in kinds from fabric8's generated classes, those of extensions as a list
 * from their documentation.
 */
final class KubernetesModel {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Namespace", Namespace.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/DaemonSet", DaemonSet.class,
            "apps/v1/Deployment", Deployment.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    /** Paths; {@code *} is any element of a list or a map. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor",
            List.of(
                    "selector.matchLabels.*",
                    "endpoints.*.port",
                    "endpoints.*.path",
                    "endpoints.*.interval",
                    "endpoints.*.scheme",
                    "endpoints.*.tlsConfig.serverName",
                    "endpoints.*.tlsConfig.ca.secret.name",
                    "endpoints.*.tlsConfig.ca.secret.key",
                    "endpoints.*.authorization.type",
                    "endpoints.*.authorization.credentials.name",
                    "endpoints.*.authorization.credentials.key"),
            "monitoring.coreos.com/v1/PrometheusRule",
            List.of(
                    "groups.*.name",
                    "groups.*.interval",
                    "groups.*.rules.*.record",
                    "groups.*.rules.*.alert",
                    "groups.*.rules.*.expr",
                    "groups.*.rules.*.for",
                    "groups.*.rules.*.labels.*",
                    "groups.*.rules.*.annotations.*"),
            "keda.sh/v1alpha1/ScaledObject",
            List.of(
                    "scaleTargetRef.name",
                    "minReplicaCount",
                    "maxReplicaCount",
                    "pollingInterval",
                    "cooldownPeriod",
                    "advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds",
                    "advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies.*.type",
                    "advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies.*.value",
                    "advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies.*.periodSeconds",
                    "triggers.*.type",
                    "triggers.*.metadata.bootstrapServers",
                    "triggers.*.metadata.consumerGroup",
                    "triggers.*.metadata.topic",
                    "triggers.*.metadata.lagThreshold",
                    "triggers.*.metadata.offsetResetPolicy",
                    "triggers.*.metadata.limitToPartitionsWithLag",
                    "triggers.*.authenticationRef.name"),
            "keda.sh/v1alpha1/TriggerAuthentication",
            List.of("secretTargetRef.*.parameter", "secretTargetRef.*.name", "secretTargetRef.*.key"));

    /** Required fields according to the API reference. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "apps/v1/Deployment",
            List.of(
                    "/spec/selector/matchLabels",
                    "/spec/template/metadata/labels",
                    "/spec/template/spec/containers/0/name"),
            "apps/v1/DaemonSet",
            List.of(
                    "/spec/selector/matchLabels",
                    "/spec/template/metadata/labels",
                    "/spec/template/spec/containers/0/name"),
            "v1/Service",
            List.of("/spec/selector", "/spec/ports/0/port"),
            "networking.k8s.io/v1/NetworkPolicy",
            List.of("/spec/podSelector"),
            "policy/v1/PodDisruptionBudget",
            List.of("/spec/selector", "/spec/maxUnavailable"),
            "monitoring.coreos.com/v1/ServiceMonitor",
            List.of("/spec/selector", "/spec/endpoints/0/port"),
            "monitoring.coreos.com/v1/PrometheusRule",
            List.of("/spec/groups/0/name", "/spec/groups/0/rules"),
            "keda.sh/v1alpha1/ScaledObject",
            List.of("/spec/scaleTargetRef/name", "/spec/triggers/0/type", "/spec/triggers/0/metadata"),
            "keda.sh/v1alpha1/TriggerAuthentication",
            List.of(
                    "/spec/secretTargetRef/0/parameter",
                    "/spec/secretTargetRef/0/name",
                    "/spec/secretTargetRef/0/key"));

    private static final ObjectMapper MAPPER = strict();

    private KubernetesModel() {}

    /** Rejects unknown fields with their path, which fabric8 would collect in a map. */
    private static ObjectMapper strict() {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                });
    }

    /** The error in a document, if any. */
    static Optional<String> errorIn(JsonNode document) {
        String kind = ProjectFiles.text(document, "/apiVersion") + "/" + ProjectFiles.text(document, "/kind");
        String name = ProjectFiles.text(document, "/metadata/name");
        TreeSet<String> missing = new TreeSet<>();
        REQUIRED.getOrDefault(kind, List.of()).stream()
                .filter(field -> document.at(field).isMissingNode())
                .forEach(missing::add);
        if (name.isEmpty()) {
            missing.add("/metadata/name");
        }
        return missing.isEmpty()
                ? unknownIn(kind, document).map(error -> kind + " " + name + ": " + error)
                : Optional.of(kind + " " + name + ": missing " + missing);
    }

    private static Optional<String> unknownIn(String kind, JsonNode document) {
        Class<?> type = KINDS.get(kind);
        if (type != null) {
            return unknownIn(MAPPER.constructType(type), document);
        }
        List<String> fields = FIELDS.get(kind);
        if (fields == null) {
            return Optional.of("unknown kind");
        }
        TreeSet<String> unknown = new TreeSet<>();
        collect("", document.get("spec"), unknown);
        fields.forEach(unknown::remove);
        unknown.removeIf(path -> fields.contains(path.replaceAll("(labels|annotations|matchLabels)\\..*", "$1.*")));
        return unknown.isEmpty() ? Optional.empty() : Optional.of("unknown " + unknown);
    }

    private static Optional<String> unknownIn(JavaType type, JsonNode document) {
        try {
            MAPPER.readValue(document.toString(), type);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        String prefix = path.isEmpty() ? "" : path + '.';
        if (node.isObject()) {
            node.properties().forEach(field -> collect(prefix + field.getKey(), field.getValue(), paths));
        } else if (node.isArray()) {
            node.valueStream().forEach(element -> collect(prefix + '*', element, paths));
        } else {
            paths.add(path);
        }
    }
}
