package io.logaggregator.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.deploy.files.ProjectFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics, SQL, requests and keys of rules, dashboard and runbook on a server with TLS, Kafka and PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class ObservabilityIT {

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REQUEST = Pattern.compile("\\$A(/[\\w/?=&-]+)(?!\\S)(?! -X)");
    private static final Pattern METRIC = Pattern.compile("\\b(?:aggregator|http_server|ssl_chain)_[a-z_]*[a-z]");
    private static final Pattern KEY = Pattern.compile("`(aggregator(?:\\.[a-z-]+)+)");

    private RunningServer server;
    private Exposition exposition;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = RunningServer.start(directory);
        server.get("/api/v1/hosts"); // some metrics exist after the first request only
        exposition = await().atMost(Duration.ofMinutes(5))
                .until(
                        () -> Exposition.of(server.get("/actuator/prometheus").body()),
                        seen -> seen.hasNameWithPrefix("aggregator_lag_messages")
                                && seen.hasNameWithPrefix("http_server_requests"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void rules_useExposedMetrics() {
        AlertRules rules = AlertRules.read();

        assertThat(rules.expressions().flatMap(expression -> missing(expression, rules)))
                .isEmpty();
    }

    @Test
    void dashboard_usesExposedMetrics() {
        AlertRules rules = AlertRules.read();

        assertThat(Dashboard.read().expressions().flatMap(expression -> missing(expression, rules)))
                .isEmpty();
    }

    private Stream<String> missing(String expression, AlertRules rules) {
        List<String> others = new ArrayList<>(rules.recordedNames());
        others.add("up");
        return exposition.missingFor(expression, others).stream();
    }

    static Stream<Path> pages() {
        return ProjectFiles.names(ProjectFiles.RUNBOOK).stream().map(ProjectFiles.RUNBOOK::resolve);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_hasValidSql(Path page) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            for (String sql : found(SQL, page)) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_hasValidRequestsAndMetrics(Path page) {
        for (String request : found(REQUEST, page)) {
            assertThat(server.get("/api/v1" + request).statusCode()).as(request).isEqualTo(200);
        }
        assertThat(found(METRIC, page)).allMatch(exposition::hasNameWithPrefix);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_namesExistingKeys(Path page) {
        assertThat(found(KEY, page)).allMatch(server::hasKey);
    }

    private static List<String> found(Pattern pattern, Path page) {
        return pattern.matcher(ProjectFiles.text(page))
                .results()
                .map(match -> match.group(match.groupCount()))
                .toList();
    }
}
