package io.logaggregator.deploy;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana. */
record Dashboard(JsonNode json) {

    static Dashboard read() {
        return new Dashboard(new JsonMapper().readTree(Repository.text(Repository.DASHBOARD)));
    }

    /** All but the headings of rows. */
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

    /** With values for Grafana's variables, as Prometheus gets them. */
    Stream<String> askedExpressions() {
        return expressions()
                .map(expression -> expression
                        .replace("$__rate_interval", "5m")
                        .replace("$namespace", ".*")
                        .replace("$instance", ".*"));
    }
}
