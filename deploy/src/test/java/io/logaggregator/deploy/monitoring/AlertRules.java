package io.logaggregator.deploy.monitoring;

import static io.logaggregator.deploy.files.ProjectFiles.text;

import io.logaggregator.deploy.files.ProjectFiles;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The Prometheus alert and recording rules. */
public record AlertRules(List<Alert> alerts, List<Recorded> recorded) {

    public record Alert(String name, String expression, JsonNode labels, JsonNode annotations) {

        @Override
        public String toString() {
            return name + " " + labels.get("severity").asString();
        }
    }

    record Recorded(String name, String expression) {}

    public static AlertRules read() {
        List<JsonNode> rules = ProjectFiles.document(ProjectFiles.RULES)
                .get("groups")
                .valueStream()
                .flatMap(group -> group.get("rules").valueStream())
                .toList();
        return new AlertRules(
                rules.stream()
                        .filter(rule -> rule.has("alert"))
                        .map(rule -> new Alert(
                                text(rule, "/alert"), text(rule, "/expr"), rule.get("labels"), rule.get("annotations")))
                        .toList(),
                rules.stream()
                        .filter(rule -> rule.has("record"))
                        .map(rule -> new Recorded(text(rule, "/record"), text(rule, "/expr")))
                        .toList());
    }

    public List<String> recordedNames() {
        return recorded.stream().map(Recorded::name).toList();
    }

    public Stream<String> expressions() {
        return Stream.concat(
                alerts.stream().map(Alert::expression), recorded.stream().map(Recorded::expression));
    }
}
