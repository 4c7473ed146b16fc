package io.logaggregator.server.rule.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.metrics.HostUtilization;
import io.logaggregator.wire.metrics.HostMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusRulesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node_load1 > 10                                     | node_load1 value > 10 {}
            10 < node_load1                                     | node_load1 value > 10 {}
            node_load1 * 2 - 4 > 1e2                            | node_load1 value > 52 {}
            100 - node_load1 * 10 > 20                          | node_load1 value < 8 {}
            node_load1 / 1024 ^ 2 > 3                           | node_load1 value > 3145728 {}
            -node_load1 < -0x10                                 | node_load1 value > 16 {}
            node_load1 >= 10                                    | node_load1 value > 9.999999999999998 {}
            node_load1 <= 10                                    | node_load1 value < 10.000000000000002 {}
            x{device="sda"} > 1                                 | x value > 1 {device=sda}
            {__name__="x", device!=""} > 1                      | x value > 1 {device=?*}
            {"a.b", device=~"sd.*"} > 1                         | a.b value > 1 {device=sd*}
            x{device=~"sd.+\\\\.b"} > 1                         | x value > 1 {device=sd?*.b}
            x{instance="web-1"} > 1                             | x value > 1 {} web-1
            x{instance=~'web-.*'} > 1                           | x value > 1 {} web-*
            x{instance="web-1:9100"} > 1                        | x value > 1 {instance=web-1:9100}
            (x) > (1) # a comment                               | x value > 1 {}
            up{job="shop"} == 0                                 | up value < 1 {job=shop}
            up != 1                                             | up value < 1 {}
            irate(x[5m]) > 1                                    | x rate > 1 {}
            node_processes_pids > 500                           | system.process.count value > 500 {}
            max_over_time(x[10m]) > 5                           | x value > 5 {} recovery PT10M
            min_over_time(x[10m]) < 5                           | x value < 5 {} recovery PT10M
            rate(x[10m]) > 0                                    | x increase > 0 {} recovery PT10M
            avg without (cpu) (irate(node_cpu_seconds_total{mode="idle"}[5m])) < 0.1             | system.cpu.utilization value > 0.9 {}
            1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.9                | system.memory.utilization value > 0.9 {}
            node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 < 10               | system.memory.utilization value > 0.9 {}
            (node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes) / node_memory_MemTotal_bytes > 0.9 | system.memory.utilization value > 0.9 {}
            """)
    void expressions_areConverted(String expression, String expected) throws IOException {
        PrometheusRules rules = convert(rule(expression, ""));

        assertThat(rules.unconverted()).isEmpty();
        assertThat(describe(read(rules).getFirst())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x == 5                                  | the comparison ==
            x > y                                   | a comparison of two metrics
            x                                       | no comparison with a number
            1 > 2                                   | a comparison of two numbers
            x > bool 1                              | bool
            x > 1 and y > 1                         | the operator and
            x{device!="sda"} > 1                    | the matcher device!="sda"
            x{device=~"(a)"} > 1                    | its regular expression is no glob
            x{device=~"[ab]"} > 1                   | its regular expression is no glob
            x{device="a*"} > 1                      | it has a wildcard
            x{device=""} > 1                        | non-empty
            x{device="a",device=~"b.*"} > 1         | two matchers of device
            x[5m] > 1                               | a range without a function
            x offset 1h > 1                         | an offset
            x @ 1609746000 > 1                      | the modifier @
            max_over_time(x[5m]) < 1                | a function over time
            max_over_time(rate(x[5m])[1h:]) > 1     | a subquery
            histogram_quantile(0.9, x) > 1          | the function histogram_quantile
            label_replace(x, "a", "b", "c", "d") > 1 | a text as an argument
            absent(x)                               | absent of anything but up
            absent(up{job="shop"})                  | absent with a matcher other than
            rate(x[5m]) > 1                         | a rate per series
            increase(x[5m]) >= 0                    | a rate per series
            rate(x[5m]) < 0                         | a function over time
            sum(x) == 1                             | the comparison ==
            sum without (cpu) (x) > 1               | with without
            count by (job) (x) > 1                  | the aggregation count
            avg by (job) (rate(x[5m])) > 1          | the aggregation avg of the function rate
            sum(x + y) > 1                          | the aggregation sum of an expression
            sum(rate(x[5m])) / sum(rate(y[5m])) > 1 | an operator between two expressions
            x / y > 1                               | the operator /
            x - y offset 1d > 1                     | the operator -
            x offset 1d - x > 1                     | the operator -
            x > Inf                                 | number Inf
            x / 0 > 1                               | a division by 0
            x ^ 2 > 1                               | the operator ^
            x > 2 ^ 1000                            | the power
            x >                                     | ends early
            x{ > 1                                  | unexpected
            "x" > 1                                 | unexpected
            x } 1                                   | unexpected
            x $ 1                                   | unexpected character $
            node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes{job="a"} < 0.1 | the operator /
            """)
    void otherExpressions_areListedWithTheReason(String expression, String reason) throws IOException {
        PrometheusRules rules = convert(rule(expression, ""));

        assertThat(rules.converted()).isZero();
        assertThat(rules.unconverted())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith(file() + ":5: Alert: ").contains(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sum by (job) (rate(x[5m])) > 2        | aggregate fn=rate groupBy=[job] metric=x window=PT5M > 2
            sum(increase(x{a="b"}[5m])) by (instance) > 2 | aggregate fn=increase groupBy=[host, instance] metric=x window=PT5M > 2
            avg(x) < 3                            | aggregate fn=avg groupBy=[] metric=x window=PT1M < 3
            max by (a) (max_over_time(x[2h])) > 2 | aggregate fn=max groupBy=[a] metric=x window=PT2H > 2
            sum by (a) (avg_over_time(x[2m])) > 2 | aggregate fn=sum groupBy=[a] metric=x window=PT2M > 2
            max by (job) (up{job="shop"}) == 0    | aggregate fn=max groupBy=[job] metric=up window=PT1M < 1
            100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100) > 80 | aggregate fn=avg groupBy=[host] metric=system.cpu.utilization window=PT5M > 0.8
            x - x offset 1d > 5                   | change ago=PT24H as=delta metric=x window=PT1M > 5
            avg_over_time(x[1h]) / avg_over_time(x[1h] offset 1w) < 0.5 | change ago=PT168H as=ratio metric=x window=PT1H < 0.5
            """)
    void aggregationsAndChanges_areConverted(String expression, String expected) throws IOException {
        PrometheusRules rules = convert(rule(expression, "for: 10m"));

        assertThat(rules.unconverted()).isEmpty();
        RuleDefinition rule = read(rules).getFirst();
        Map<String, Object> members = new TreeMap<>(ConditionKinds.write(rule));
        Object type = members.remove("type");
        Object comparison = members.remove("comparison");
        members.keySet().removeAll(List.of("every", "evaluationDelay"));
        assertThat(type + " " + members.toString().replaceAll("[{}]|,(?= \\w+=)", "")
                        + ("above".equals(comparison) ? " > " : " < ") + threshold(rule))
                .isEqualTo(expected);
        assertThat(rule.pendingPeriod()).hasMinutes(10);
    }

    @Test
    void ownAlerts_areConvertedOrListed() throws IOException {
        Path alerts = Path.of("..", "deploy", "prometheus", "alerts.yaml");

        PrometheusRules rules = PrometheusRules.convert(List.of(alerts));

        assertThat(read(rules))
                .hasSize(rules.converted())
                .extracting(RuleDefinition::name)
                .contains("LogAggregatorInstanceDown", "LogAggregatorDatabaseUnavailable");
        long all = Files.readAllLines(alerts).stream()
                .filter(line -> line.matches(" +- (alert|record): .*"))
                .count();
        assertThat(rules.converted() + rules.unconverted().size()).isEqualTo((int) all);
    }

    @Test
    void translatedMetrics_areThoseOfRemoteWrite() {
        assertThat(List.of("node_processes_pids", "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"))
                .allMatch(HostMetrics::isSource);
        assertThat(HostUtilization.Source.NODE_EXPORTER.target()).isEqualTo("system.cpu.utilization");
    }

    @Test
    void absentHost_becomesNoData() throws IOException {
        RuleDefinition rule = read(convert(rule("absent(up{instance=\"web-1:9100\"})", "for: 10m")))
                .getFirst();

        assertThat(rule.condition().getClass().getSimpleName()).isEqualTo("NoData");
        assertThat(rule.matchers().host().pattern()).isEqualTo("web-1");
        assertThat(rule.thresholds().lowest()).isEqualTo(900);
        assertThat(rule.pendingPeriod()).isZero();
    }

    @Test
    void labelsAndAnnotations_becomeSeverityAndDescription() throws IOException {
        PrometheusRules rules = convert(rule("x > 1", """
                for: 1h30m
                keep_firing_for: 10m
                labels: {severity: critical, team: shop}
                annotations:
                  description: Look at {{ $labels.device }}.
                  summary: Too much
                  runbook_url: https://example.org/x
                """));

        RuleDefinition rule = read(rules).getFirst();
        assertThat(rule.description()).isEqualTo("Too much\nLook at ….\nhttps://example.org/x");
        assertThat(rule.thresholds().bySeverity()).containsOnlyKeys(Severity.CRITICAL);
        assertThat(rule.pendingPeriod()).hasMinutes(90);
        assertThat(rule.recovery().duration()).hasMinutes(10);
        assertThat(rules.notes())
                .containsExactlyInAnyOrder(
                        file() + ":4: Alert: labels are left out: team",
                        file() + ":4: Alert: templates in annotations became …");
    }

    @Test
    void namesStayUnique() throws IOException {
        String rule = rule("x > 1", "labels: {severity: warning}").replace("Alert", "alert");
        PrometheusRules rules = convert(rule("x > 2", "")
                + rule.substring(rule.indexOf("      - alert"))
                + rule.substring(rule.indexOf("      - alert")));

        assertThat(read(rules)).extracting(RuleDefinition::name).containsExactly("Alert", "alert medium", "alert 2");
    }

    @Test
    void longAndDeepExpressions_areListed() throws IOException {
        for (String expression : List.of(
                "x + ".repeat(300) + "x > 1",
                "(".repeat(5_000) + "x",
                "-".repeat(5_000) + "x > 1",
                "x".repeat(20_000))) {
            assertThat(convert(rule(expression, "")).unconverted()).hasSize(1);
        }
    }

    @Test
    void convertRules_printsRulesAndTheOthersApart() throws IOException {
        Files.writeString(file(), rule("x > 1", "") + "      - record: y\n        expr: x\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = RuleCommands.run(
                        List.of("--convert-rules", file().toString()), new PrintStream(out), new PrintStream(err))
                .orElseThrow();

        assertThat(code).isEqualTo(1);
        assertThat(out).hasToString("""
                rules:
                  - name: Alert
                    condition:
                      type: threshold
                      metric: x
                      comparison: above
                    severities:
                      MEDIUM: 1
                """);
        assertThat(err)
                .hasToString(
                        "not converted: " + file() + ":7: y: a recording rule\n" + "Converted: 1. Not converted: 1.\n");
    }

    @Test
    void documentedExample_isConverted() throws IOException {
        Path file = Files.writeString(directory.resolve("nodes.yaml"), documented("prometheus"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        RuleCommands.run(List.of("--convert-rules", file.toString()), new PrintStream(out), new PrintStream(err));

        assertThat(out).hasToString(documented("converted"));
        assertThat(err.toString(UTF_8).replace(directory + "/", "")).isEqualTo(documented("unconverted"));
    }

    private static String documented(String name) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "alerting.md"));
        Matcher block = Pattern.compile("<!-- " + name + " -->\n```[a-z]*\n(.*?\n)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void otherFiles_areListed() throws IOException {
        assertThat(convert("rules: []").unconverted())
                .containsExactly(file() + ":1: groups: absent or no list (expected: a rule file of Prometheus)");
    }

    private static String rule(String expression, String members) {
        return """
                groups:
                  - name: group
                    rules:
                      - alert: Alert
                        expr: %s
                %s""".formatted('\'' + expression.replace("'", "''") + '\'', members.indent(8));
    }

    private static String describe(RuleDefinition rule) {
        OfSamples condition = (OfSamples) rule.condition();
        String host = rule.matchers().host().pattern();
        Map<String, String> attributes = new TreeMap<>();
        rule.matchers().attributes().forEach((name, glob) -> attributes.put(name, glob.pattern()));
        return condition.metric()
                + ' '
                + condition.fn().name().toLowerCase(Locale.ROOT)
                + (rule.thresholds().comparison() == Comparison.ABOVE ? " > " : " < ")
                + threshold(rule)
                + ' '
                + attributes
                + (host.equals("*") ? "" : ' ' + host)
                + (rule.recovery().duration().isZero()
                        ? ""
                        : " recovery " + rule.recovery().duration());
    }

    private static String threshold(RuleDefinition rule) {
        return BigDecimal.valueOf(rule.thresholds().lowest())
                .stripTrailingZeros()
                .toPlainString();
    }

    private List<RuleDefinition> read(PrometheusRules rules) throws IOException {
        Path file = Files.writeString(directory.resolve("converted.yaml"), rules.yaml());
        RuleFiles files = RuleFiles.read(List.of(file));
        assertThat(files.problems()).isEmpty();
        return files.rules();
    }

    private PrometheusRules convert(String content) throws IOException {
        Files.writeString(file(), content);
        return PrometheusRules.convert(List.of(file()));
    }

    private Path file() {
        return directory.resolve("prometheus.yaml");
    }
}
