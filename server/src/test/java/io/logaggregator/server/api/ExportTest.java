package io.logaggregator.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Files of logs, on ports that know one log. */
class ExportTest extends RouteTest {

    private static final String EXPORT = "/api/v1/logs/export";
    private static final String LINE =
            "{\"id\":\"019ab0c1-0000-7000-8000-000000000001\",\"observedAt\":\"2026-11-23T11:59:55Z\","
                    + "\"receivedAt\":\"2026-11-23T11:59:56Z\",\"host\":\"web-1\",\"level\":\"ERROR\",\"message\":\"timed out\","
                    + "\"environment\":\"prod\",\"application\":\"shop\",\"component\":\"\",\"correlationId\":\"abc\","
                    + "\"tags\":[\"slow\"],\"attributes\":{\"status\":500}}\n";
    private static final String CSV_HEAD =
            "id,observedAt,receivedAt,host,level,message,environment,application,component,"
                    + "correlationId,tags,attributes\r\n";

    @BeforeEach
    void forget() {
        ports.exportedRows = 1;
        ports.event = FakePorts.EVENT;
        ports.exportBegins = () -> {};
    }

    @Test
    void export_isNdjsonByDefault() throws Exception {
        ports.exportedRows = 2;

        MvcTestResult result = get("");

        assertThat(result).hasStatusOk().hasContentType("application/x-ndjson");
        assertThat(result)
                .hasHeader("Content-Disposition", "attachment; filename=\"logs-20261123T120000Z.ndjson\"")
                .hasHeader("Cache-Control", "no-store");
        assertThat(text(result)).isEqualTo(LINE + LINE);
    }

    @Test
    void export_acceptsAllLogFilters() {
        assertThat(get("?host=web-1&from=-1h")).hasStatusOk();

        assertThat(ports.logQuery.from()).isEqualTo(FakePorts.NOW.minus(Duration.ofHours(1)));
        assertThat(ports.logQuery.condition()).isInstanceOf(LogCondition.Matches.class);
        assertThat(ports.exportOrder).isEqualTo(Order.OLDEST_FIRST);

        assertThat(get("?order=newest")).hasStatusOk();

        assertThat(ports.logQuery)
                .isEqualTo(new LogQuery(
                        FakePorts.NOW.minus(Duration.ofDays(1)),
                        FakePorts.NOW.plus(Duration.ofMinutes(10)),
                        LogCondition.ALL));
        assertThat(ports.exportOrder).isEqualTo(Order.NEWEST_FIRST);
    }

    @Test
    void csv_isQuotedAndFormulaSafe() throws Exception {
        ports.event = new LogEvent(
                EventId.at(FakePorts.ID, FakePorts.NOW),
                FakePorts.NOW,
                FakePorts.NOW,
                "-web",
                Level.INFO,
                "=1+1, \"quoted\"\nand a line",
                LogTexts.EMPTY,
                List.of("a,b", "c"),
                new JsonObject("{\"status\": 500}"));

        MvcTestResult result = get("?format=CSV");

        assertThat(result).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(result).hasHeader("Content-Disposition", "attachment; filename=\"logs-20261123T120000Z.csv\"");
        assertThat(text(result))
                .isEqualTo(
                        CSV_HEAD + ports.event.id()
                                + ",2026-11-23T12:00:00Z,2026-11-23T12:00:00Z,'-web,INFO,"
                                + "\"'=1+1, \"\"quoted\"\"\nand a line\",,,,,\"[\"\"a,b\"\",\"\"c\"\"]\",\"{\"\"status\"\": 500}\"\r\n");
    }

    @Test
    void emptyCsv_hasAHeader() throws Exception {
        ports.exportedRows = 0;

        assertThat(text(get("?format=csv"))).isEqualTo(CSV_HEAD);
        assertThat(text(get(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', text/csv, text/csv",
        "'', 'text/html, */*', application/x-ndjson",
        "'', 'application/x-ndjson;q=0.5, text/csv', text/csv",
        "?format=ndjson, text/csv, application/x-ndjson"
    })
    void format_isTheOneNamedOrTheOneAccepted(String parameters, String accept, String type) {
        assertThat(mvc.get().uri(EXPORT + parameters).header("Accept", accept).exchange())
                .hasStatusOk()
                .contentType()
                .isCompatibleWith(type);
    }

    @Test
    void unacceptableType_returns406() {
        assertThat(mvc.get().uri(EXPORT).header("Accept", "application/json").exchange())
                .hasStatus(406)
                .hasContentType("application/problem+json");
    }

    @Test
    void limit_endsTheFile() throws Exception {
        ports.exportedRows = 1_000;

        assertThat(text(get("?limit=3"))).isEqualTo(LINE.repeat(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format=xml    | format: xml (expected: NDJSON or CSV)
            order=random  | order: random (expected: OLDEST or NEWEST)
            limit=0       | limit: 0 (expected: a whole number from 1 to 2147483647)
            query=host:(  | query, at character 5
            cursor=x      | cursor: no such parameter
            """)
    void invalidRequest_isAProblem(String parameters, String detail) {
        MvcTestResult result = get('?' + parameters);

        assertThat(result).hasStatus(400).hasContentType("application/problem+json");
        assertThat(result).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }

    @Test
    void failureBeforeTheFirstRow_isAProblem() {
        ports.exportBegins = () -> {
            throw new StoreUnavailableException("away", null);
        };

        assertThat(get("?format=csv"))
                .hasStatus(503)
                .hasContentType("application/problem+json")
                .doesNotContainHeader("Content-Disposition");
    }

    @Test
    void exportAboveTheLimit_returnsRetryAfter() {
        MvcTestResult[] second = new MvcTestResult[1];
        ports.exportBegins = () -> {
            ports.exportBegins = () -> {};
            second[0] = get("");
        };

        assertThat(get("")).hasStatusOk();
        assertThat(second[0]).hasStatus(429).hasHeader("Retry-After", "30");
        assertThat(get("")).hasStatusOk();
    }

    @Test
    void head_readsNothing() {
        ports.exportBegins = () -> {
            throw new StoreUnavailableException("read", null);
        };

        assertThat(mvc.head().uri(EXPORT).exchange()).hasStatusOk().hasContentType("application/x-ndjson");
    }

    private MvcTestResult get(String parameters) {
        return mvc.get().uri(EXPORT + parameters).exchange();
    }

    private static String text(MvcTestResult result) throws Exception {
        return result.getResponse().getContentAsString(UTF_8);
    }
}
