package io.logaggregator.deploy.monitoring;

import io.logaggregator.deploy.files.ProjectFiles;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Grafana dashboard. */
record Dashboard(JsonNode json) {

    static Dashboard read() {
        return new Dashboard(new JsonMapper().readTree(ProjectFiles.text(ProjectFiles.DASHBOARD)));
    }

    /** All panels except row headings. */
    List<JsonNode> panels() {
        return json.get("panels")
                .valueStream()
                .filter(panel -> !panel.get("type").asString().equals("row"))
                .toList();
    }

    Stream<String> expressions() {
        return panels().stream()
                .flatMap(panel -> panel.get("targets").valueStream())
                .map(target -> target.get("expr").asString());
    }

    /** Expressions with values for the variables, as sent to Prometheus. */
    Stream<String> expandedExpressions() {
        return expressions()
                .map(expression -> expression
                        .replace("$__rate_interval", "5m")
                        .replace("$namespace", ".*")
                        .replace("$instance", ".*"));
    }
}
