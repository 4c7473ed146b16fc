package io.logaggregator.server.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.description.Description.Operation;
import io.logaggregator.server.description.Description.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the API can be read and used. */
class DescriptionTest {

    private static final Description description = Description.served();

    static List<Operation> operations() {
        return description.operations();
    }

    @Test
    void operations_haveUniqueNames() {
        assertThat(operations().stream().map(Operation::id))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z]+[A-Za-z]*"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operation_hasSummaryAndScope(Operation operation) {
        assertThat(operation.node().path("summary").asString()).isNotBlank();
        assertThat(operation.node().path("tags").size()).isEqualTo(1);
        assertThat(operation.node().path("description").asString())
                .contains(
                        operation.scopes().isEmpty()
                                ? "Any key suffices."
                                : "Scope: `" + operation.scopes().getFirst() + "`.");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void parameter_hasADescription(Operation operation) {
        for (String place : List.of("path", "query")) {
            for (Parameter parameter : operation.parameters(place)) {
                assertThat(parameter.description())
                        .as("%s: %s", operation, parameter.name())
                        .endsWith(".");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void body_hasAnExampleOfEachType(Operation operation) {
        assertThat(operation.examples().values()).as(operation.id()).noneMatch(List::isEmpty);
    }
}
