package io.logaggregator.server.rule.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerConfigurationTest {

    @TempDir
    private Path directory;

    @Test
    void documentedExample_isConverted() throws IOException {
        Path file = Files.writeString(directory.resolve("alertmanager.yml"), documented("alertmanager"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = RuleCommands.run(
                        List.of("--convert-alertmanager", file.toString()), new PrintStream(out), new PrintStream(err))
                .orElseThrow();

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(UTF_8).strip()).isEqualTo(documented("converted"));
        assertThat(err.toString(UTF_8).replace(directory + "/", "").strip()).isEqualTo(documented("unconverted"));
    }

    private static String documented(String name) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "silences.md"));
        Matcher block = Pattern.compile("<!-- " + name + " -->\n```[a-z]*\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhook_configs: [{url_file: /run/url}]                            | url: no value
            slack_configs: [{api_url: "{{ .x }}"}]                             | api_url: a template of Go
            pushover_configs: [{token: x}]                                     | no type of channels
            pagerduty_configs: [{service_key: x}]                              | routing_key: no value
            telegram_configs: [{bot_token: "1:a"}]                             | chat_id: no value
            """)
    void receiver_withoutEquivalent_isListed(String receiver, String reason) throws IOException {
        AlertmanagerConfiguration converted =
                convert("route: {receiver: a}\nreceivers:\n  - name: a\n    " + receiver + "\n");

        assertThat(converted.converted()).isZero();
        assertThat(converted.unconverted()).singleElement().asString().contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            matchers: ['team="x"']                                 | channels filter by
            matchers: ['severity!="info"']                         | a channel has a minimum severity
            matchers: ['severity="p1"']                            | unknown severity p1
            matchers: ['alertname=~"[ab]"']                         | is no glob
            matchers: ['alertname="a"', 'alertname=~"a.*"']        | two matchers
            matchers: ['a b']                                      | matchers
            group_interval: soon                                   | soon
            receiver: other                                        | receiver: other
            """)
    void route_withoutEquivalent_isListed(String members, String reason) throws IOException {
        AlertmanagerConfiguration converted = convert("""
                route:
                  receiver: a
                  routes:
                    - continue: true
                      %s
                receivers: [{name: a, webhook_configs: [{url: "http://a"}]}]
                """.formatted(members));

        assertThat(converted.converted()).isEqualTo(1);
        assertThat(converted.unconverted()).singleElement().asString().contains(reason);
    }

    @Test
    void severities_becomeTheLowestOne() throws IOException {
        AlertmanagerConfiguration converted = convert("""
                route:
                  receiver: a
                  routes: [{receiver: b, match_re: {severity: critical|warning}}]
                receivers:
                  - {name: a}
                  - {name: b, webhook_configs: [{url: "http://b"}, {url: "http://c", send_resolved: false}]}
                """);

        assertThat(converted.yaml()).contains("name: b\n", "name: b 2\n", "min-severity: MEDIUM");
        assertThat(converted.notes()).hasSize(3);
        assertThat(converted.unconverted()).isEmpty();
    }

    @Test
    void otherFiles_areListed() throws IOException {
        assertThat(convert("groups: []").unconverted())
                .singleElement()
                .asString()
                .contains("route: absent");
        assertThat(AlertmanagerConfiguration.convert(List.of(directory.resolve("absent.yml")))
                        .unconverted())
                .singleElement()
                .asString()
                .contains("no such file");
    }

    private AlertmanagerConfiguration convert(String text) throws IOException {
        return AlertmanagerConfiguration.convert(
                List.of(Files.writeString(directory.resolve("alertmanager.yml"), text)));
    }
}
