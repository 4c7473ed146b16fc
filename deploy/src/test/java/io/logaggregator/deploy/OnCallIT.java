package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** What the person on call is given, tried on a real server with TLS, Kafka and PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class OnCallIT {

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUESTION = Pattern.compile("\\$A(/[\\w/?=&-]+)(?!\\S)(?! -X)");
    private static final Pattern METRIC = Pattern.compile("\\b(?:aggregator|http_server|ssl_chain)_[a-z_]*[a-z]");
    private static final Pattern KEY = Pattern.compile("`(aggregator(?:\\.[a-z-]+)+)");

    private RunningAggregator server;
    private Exposition exposition;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = RunningAggregator.start(directory);
        server.get("/api/v1/hosts"); // some metrics are there as soon as something was asked
        exposition = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Exposition.of(server.get("/actuator/prometheus").body()),
                        seen -> seen.hasNameLike("aggregator_lag_messages")
                                && seen.hasNameLike("http_server_requests"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void rules_askForWhatIsExposed() {
        AlertRules rules = AlertRules.read();

        assertThat(rules.expressions().flatMap(expression -> missing(expression, rules)))
                .isEmpty();
    }

    @Test
    void dashboard_asksForWhatIsExposed() {
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
        return Repository.names(Repository.RUNBOOK).stream().map(Repository.RUNBOOK::resolve);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_asksTheDatabaseWhatItCanAnswer(Path page) throws SQLException {
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
    void page_asksTheServerWhatItCanAnswer(Path page) {
        for (String question : found(QUESTION, page)) {
            assertThat(server.get("/api/v1" + question).statusCode())
                    .as(question)
                    .isEqualTo(200);
        }
        assertThat(found(METRIC, page)).allMatch(exposition::hasNameLike);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_namesKeysThatAreThere(Path page) {
        assertThat(found(KEY, page)).allMatch(server::hasKey);
    }

    private static List<String> found(Pattern pattern, Path page) {
        return pattern.matcher(Repository.text(page))
                .results()
                .map(match -> match.group(match.groupCount()))
                .toList();
    }
}
