package io.logaggregator.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Responses before a stream begins. */
class TailTest extends RouteTest {

    private static final String TAIL = "/api/v1/logs/tail";

    @Test
    void head_opensNoStream() {
        assertThat(mvc.head().uri(TAIL).exchange())
                .hasStatusOk()
                .hasContentType("text/event-stream;charset=UTF-8")
                .hasHeader("Cache-Control", "no-store")
                .hasHeader("X-Accel-Buffering", "no");
    }

    @Test
    void unacceptableType_returns406() {
        assertThat(mvc.get().uri(TAIL).header("Accept", "application/json").exchange())
                .hasStatus(406)
                .hasContentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query=host:(  | query, at character 5
            level=loud    | level: loud (expected: TRACE, DEBUG, INFO, WARN, ERROR or FATAL)
            from=-1h      | from: no such parameter
            limit=10      | limit: no such parameter
            """)
    void invalidRequest_isAProblem(String parameters, String detail) {
        MvcTestResult result = mvc.get().uri(TAIL + '?' + parameters).exchange();

        assertThat(result).hasStatus(400).hasContentType("application/problem+json");
        assertThat(result).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }
}
