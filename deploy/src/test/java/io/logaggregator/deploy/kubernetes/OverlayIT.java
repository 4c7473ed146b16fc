package io.logaggregator.deploy.kubernetes;

import static io.logaggregator.deploy.files.ProjectFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProgramSettings;
import io.logaggregator.deploy.files.ProjectFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Checks the manifests of each environment. Requires kubectl. */
class OverlayIT {

    private static final Map<String, Overlay> OVERLAYS = new LinkedHashMap<>();

    @BeforeAll
    static void build() {
        assumeTrue(ExternalProgram.isInstalled("kubectl"), "kubectl is not installed");
        Overlay.ENVIRONMENTS.forEach(environment -> OVERLAYS.put(environment, Overlay.of(environment)));
    }

    static Stream<Overlay> overlays() {
        return OVERLAYS.values().stream();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void documents_areValid(Overlay overlay) {
        assertThat(overlay.documents())
                .isNotEmpty()
                .extracting(KubernetesModel::errorIn)
                .allMatch(Optional::isEmpty);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void selectors_matchPods(Overlay overlay) {
        assertThat(overlay.workloads())
                .allSatisfy(workload -> assertThat(overlay.labels(workload.at("/spec/template/metadata/labels")))
                        .containsAllEntriesOf(overlay.labels(workload.at("/spec/selector/matchLabels"))));
        Map<String, String> pods = overlay.labels(overlay.one("Deployment").at("/spec/template/metadata/labels"));
        assertThat(pods)
                .containsAllEntriesOf(overlay.labels(overlay.one("Service").at("/spec/selector")))
                .containsAllEntriesOf(
                        overlay.labels(overlay.one("PodDisruptionBudget").at("/spec/selector/matchLabels")))
                .containsAllEntriesOf(
                        overlay.labels(overlay.one("NetworkPolicy").at("/spec/podSelector/matchLabels")));
        assertThat(overlay.one("Deployment")
                        .at("/spec/template/spec/topologySpreadConstraints")
                        .valueStream())
                .hasSize(2)
                .allSatisfy(spread ->
                        assertThat(pods).containsAllEntriesOf(overlay.labels(spread.at("/labelSelector/matchLabels"))));
        assertThat(overlay.labels(overlay.one("Service").at("/metadata/labels")))
                .containsAllEntriesOf(
                        overlay.labels(overlay.one("ServiceMonitor").at("/spec/selector/matchLabels")));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void ports_haveSameName(Overlay overlay) {
        JsonNode server = overlay.one("Deployment").at("/spec/template/spec/containers/0");
        String port = text(server, "/ports/0/name");

        assertThat(List.of(
                        text(server, "/startupProbe/httpGet/port"),
                        text(server, "/livenessProbe/httpGet/port"),
                        text(server, "/readinessProbe/httpGet/port"),
                        text(overlay.one("Service"), "/spec/ports/0/name"),
                        text(overlay.one("Service"), "/spec/ports/0/targetPort"),
                        text(overlay.one("NetworkPolicy"), "/spec/ingress/0/ports/0/port"),
                        text(overlay.one("ServiceMonitor"), "/spec/endpoints/0/port")))
                .containsOnly(port);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void schemes_matchTlsSetting(Overlay overlay) {
        JsonNode server = overlay.one("Deployment").at("/spec/template/spec/containers/0");
        boolean tls = !overlay.setting("aggregator.http.tls.certificate").isEmpty();

        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> text(server, "/" + probe + "/httpGet/scheme")))
                .containsOnly(tls ? "HTTPS" : "");
        assertThat(text(overlay.one("ServiceMonitor"), "/spec/endpoints/0/scheme"))
                .isEqualTo(tls ? "https" : "");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void pods_haveLeastPrivilege(Overlay overlay) {
        assertThat(overlay.workloads()).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            assertThat(pod.at("/automountServiceAccountToken").booleanValue()).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
            assertThat(text(pod, "/securityContext/seccompProfile/type")).isEqualTo("RuntimeDefault");
            JsonNode container = pod.at("/containers/0/securityContext");
            assertThat(container.at("/allowPrivilegeEscalation").booleanValue()).isFalse();
            assertThat(container.at("/readOnlyRootFilesystem").booleanValue()).isTrue();
            assertThat(text(container, "/capabilities/drop/0")).isEqualTo("ALL");
        });
        assertThat(overlay.one("DaemonSet").at("/spec/template/spec/volumes").valueStream())
                .filteredOn(volume -> volume.has("hostPath"))
                .allSatisfy(volume -> assertThat(overlay.one("DaemonSet")
                                .at("/spec/template/spec/containers/0/volumeMounts")
                                .valueStream())
                        .filteredOn(mount -> mount.get("name").equals(volume.get("name")))
                        .allMatch(mount -> mount.get("readOnly").booleanValue()));
        assertThat(overlay.all("Namespace"))
                .filteredOn(namespace -> !text(namespace, "/metadata/name").contains("agent"))
                .allMatch(namespace -> namespace
                        .at("/metadata/labels")
                        .get("pod-security.kubernetes.io/enforce")
                        .asString()
                        .equals("restricted"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void mounts_haveVolumes(Overlay overlay) {
        assertThat(overlay.workloads()).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            assertThat(names(pod.at("/containers/0/volumeMounts")))
                    .containsExactlyInAnyOrderElementsOf(names(pod.get("volumes")));
        });
        assertThat(overlay.one("Deployment").at("/spec/template/spec/volumes").valueStream())
                .extracting(volume -> text(volume, "/configMap/name"))
                .contains(text(overlay.one("ConfigMap"), "/metadata/name"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void secrets_areReferencedAndDocumented(Overlay overlay) {
        assertThat(overlay.all("Secret")).isEmpty();
        String guide = ProjectFiles.text(ProjectFiles.ROOT.resolve("docs/deployment.md"));
        assertThat(secrets(overlay)).isNotEmpty().allMatch(secret -> guide.contains("`" + secret + "`"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void images_areOfThisBuild(Overlay overlay) {
        assertThat(overlay.containers()
                        .map(container -> text(container, "/image").split(":", 2)[0]))
                .containsExactly("log-aggregator/server", "log-aggregator/agent");
        String version = ProjectFiles.version();
        assertThat(overlay.containers()
                        .map(container -> text(container, "/image").split(":", 2)[1]))
                .containsOnly(overlay.environment().equals("dev") ? "latest" : version);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void variables_areKnown(Overlay overlay) {
        assertThat(overlay.containers()
                        .flatMap(container -> container.get("env").valueStream())
                        .map(variable -> text(variable, "/name")))
                .allMatch(ProgramSettings::areKnown);
        assertThat(text(overlay.one("Deployment"), "/spec/template/spec/containers/0/env/0/value"))
                .isEqualTo(overlay.environment());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void gracePeriod_allowsGracefulShutdown(Overlay overlay) {
        JsonNode pod = overlay.one("Deployment").at("/spec/template/spec");
        Duration grace =
                Duration.ofSeconds(pod.get("terminationGracePeriodSeconds").asLong());
        Duration before = Duration.ofSeconds(
                pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong());

        assertThat(grace)
                .isGreaterThanOrEqualTo(before.plus(ProgramSettings.drainTime().multipliedBy(2)));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void probes_useExistingHealthGroups(Overlay overlay) {
        JsonNode server = overlay.one("Deployment").at("/spec/template/spec/containers/0");

        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> text(server, "/" + probe + "/httpGet/path"))
                        .map(path -> path.replace("/actuator/health/", "")))
                .allMatch(ProgramSettings.healthGroups()::contains);
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(element -> text(element, "/name")).toList();
    }

    private static Set<String> secrets(Overlay overlay) {
        List<JsonNode> places = new ArrayList<>();
        overlay.documents().forEach(document -> {
            places.addAll(document.findValues("secretName"));
            document.findValues("secretKeyRef").forEach(reference -> places.add(reference.get("name")));
            document.findValues("credentials").forEach(reference -> places.add(reference.get("name")));
            document.findValues("secretTargetRef")
                    .forEach(list -> list.forEach(reference -> places.add(reference.get("name"))));
        });
        return places.stream().map(JsonNode::asString).collect(Collectors.toSet());
    }
}
