package io.logaggregator.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardTest {

    private static final int COLUMNS = 24;

    private final Dashboard dashboard = Dashboard.read();

    @Test
    void panels_haveTitleDescriptionAndUnit() {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.get("title").asString()).isNotBlank();
            assertThat(panel.get("description").asString()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
        });
    }

    @Test
    void panels_useSelectedDataSource() {
        assertThat(dashboard.panels())
                .flatExtracting(panel -> panel.get("targets").valueStream().toList())
                .allSatisfy(target ->
                        assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}"));
    }

    @Test
    void panels_haveUniqueIdAndPosition() {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.json().get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).as("id of " + panel).isTrue();
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            assertThat(right).isBetween(1, COLUMNS);
            for (int x = place.get("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    String cell = x + "," + (place.get("y").asInt() + y);
                    assertThat(cells.add(cell))
                            .as(cell + " of " + panel.get("title"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void variables_areUsedByExpressions() {
        assertThat(dashboard.json().at("/templating/list").valueStream())
                .extracting(variable -> variable.get("name").asString())
                .containsExactly("datasource", "namespace", "instance");
        assertThat(dashboard.expandedExpressions()).noneMatch(expression -> expression.contains("$"));
    }
}
