package io.logaggregator.deploy;

import static io.logaggregator.deploy.files.ProjectFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.deploy.files.ProgramSettings;
import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.deploy.image.Dockerfile;
import io.logaggregator.deploy.monitoring.AlertRules;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** compose.yaml conforms to the Compose specification, and matches the programs, Prometheus and Grafana. */
class ComposeTest {

    /** Keys of the specification that are used. */
    private static final Set<String> SERVICE_KEYS = Set.of(
            "image",
            "build",
            "user",
            "depends_on",
            "entrypoint",
            "command",
            "environment",
            "secrets",
            "volumes",
            "ports",
            "healthcheck",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "mem_limit",
            "stop_grace_period",
            "restart");

    private static final Set<String> CONDITIONS = Set.of("service_healthy", "service_completed_successfully");

    private final JsonNode compose = ProjectFiles.document(ProjectFiles.ROOT.resolve("compose.yaml"));
    private final JsonNode services = compose.get("services");

    @Test
    void keys_conformToSpecification() {
        assertThat(compose.propertyNames()).containsExactly("name", "services", "secrets", "volumes");
        assertThat(services.propertyNames())
                .containsExactlyInAnyOrder(
                        "kafka", "topics", "postgresql", "server", "agent", "metrics-key", "prometheus", "grafana");
        assertThat(services.valueStream()).allSatisfy(service -> {
            assertThat(service.propertyNames()).isSubsetOf(SERVICE_KEYS);
            assertThat(service.path("healthcheck").propertyNames())
                    .isSubsetOf("test", "interval", "timeout", "retries");
        });
    }

    @Test
    void services_dependOnHealthyServices() {
        assertThat(services.valueStream().flatMap(service -> service.path("depends_on").properties().stream()))
                .isNotEmpty()
                .allSatisfy(dependency -> {
                    String condition = text(dependency.getValue(), "/condition");
                    assertThat(condition).isIn(CONDITIONS);
                    assertThat(condition.equals("service_healthy"))
                            .isEqualTo(services.get(dependency.getKey()).has("healthcheck"));
                });
    }

    @Test
    void mounts_exist() {
        assertThat(services.valueStream()
                        .flatMap(service -> service.path("volumes").valueStream())
                        .map(mount -> mount.asString().split(":", 2)[0]))
                .isNotEmpty()
                .allMatch(source -> source.startsWith("/")
                        || (source.startsWith("./")
                                ? Files.exists(ProjectFiles.ROOT.resolve(source))
                                : compose.get("volumes").has(source)));
        assertThat(services.valueStream()
                        .flatMap(service -> service.path("secrets").valueStream())
                        .map(JsonNode::asString))
                .isNotEmpty()
                .allMatch(compose.get("secrets")::has);
    }

    @Test
    void images_haveFixedVersionsOrDockerfileStages() {
        assertThat(services.properties()).allSatisfy(service -> {
            String image = text(service.getValue(), "/image");
            if (service.getValue().has("build")) {
                assertThat(image).isEqualTo("log-aggregator/" + service.getKey());
                assertThat(Dockerfile.read().stages()).contains(text(service.getValue(), "/build/target"));
                assertThat(ProjectFiles.ROOT.resolve(text(service.getValue(), "/build/dockerfile")))
                        .exists();
            } else {
                assertThat(image).matches("\\S+:v?\\d[\\w.]*");
            }
        });
    }

    @Test
    void variables_areKnown() {
        assertThat(Stream.of("server", "agent")
                        .flatMap(service -> services.get(service).get("environment").propertyNames().stream()))
                .isNotEmpty()
                .allMatch(ProgramSettings::areKnown);
    }

    @Test
    void stopGracePeriod_allowsGracefulShutdown() {
        assertThat(text(services, "/server/stop_grace_period")).isEqualTo("30s");
        assertThat(ProgramSettings.drainTime().multipliedBy(2)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void prometheus_scrapesServer() {
        JsonNode prometheus = ProjectFiles.document(ProjectFiles.PROMETHEUS.resolve("prometheus.yaml"));
        JsonNode scrape = prometheus.at("/scrape_configs/0");

        assertThat(text(scrape, "/static_configs/0/targets/0")).isEqualTo("server:8080");
        assertThat(AlertRules.read().expressions().filter(expression -> expression.contains("up{")))
                .isNotEmpty()
                .allMatch(expression -> expression.contains("job=\"" + text(scrape, "/job_name") + "\""));
        assertThat(prometheus.get("rule_files").valueStream().map(JsonNode::asString))
                .allMatch(file -> Files.exists(ProjectFiles.PROMETHEUS.resolve(file)));
        assertThat(text(scrape, "/authorization/credentials_file")).isEqualTo("/run/metrics-key/metrics-key");
    }

    @Test
    void prometheus_hasKeyForMetricsOnly() {
        assertThat(services.at("/prometheus/secrets").isMissingNode()).isTrue();
        assertThat(services.at("/prometheus/volumes").valueStream().map(JsonNode::asString))
                .contains("metrics-key:/run/metrics-key:ro");
        assertThat(text(services, "/metrics-key/command/0"))
                .contains("\\\"scopes\\\": [\\\"metrics\\\"]", ">/keys/metrics-key");
        assertThat(services.at("/metrics-key/volumes/0").asString()).isEqualTo("metrics-key:/keys");
    }

    @Test
    void database_hasPasswordOfSecret() {
        assertThat(text(services, "/postgresql/environment/POSTGRES_PASSWORD_FILE"))
                .isEqualTo(text(services, "/server/environment/AGGREGATOR_DATABASE_PASSWORD_FILE"))
                .isEqualTo("/run/secrets/database-password");
        assertThat(services.at("/postgresql/environment").has("POSTGRES_HOST_AUTH_METHOD"))
                .isFalse();
    }

    @Test
    void grafana_mountsDashboard() {
        JsonNode provider = ProjectFiles.document(
                ProjectFiles.DEPLOY.resolve("grafana/provisioning/dashboards/log-aggregator.yaml"));
        List<String> mounts = services.at("/grafana/volumes")
                .valueStream()
                .map(JsonNode::asString)
                .toList();

        assertThat(mounts)
                .contains("./deploy/grafana/log-aggregator.json:" + text(provider, "/providers/0/options/path")
                        + "/log-aggregator.json:ro");
        assertThat(text(services, "/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
                .isEqualTo(text(provider, "/providers/0/options/path") + "/log-aggregator.json");
    }
}
