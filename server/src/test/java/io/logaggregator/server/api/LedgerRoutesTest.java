package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.queue.OutgoingMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** Routes of rejected messages and of the ledger. */
class LedgerRoutesTest extends RouteTest {

    @Test
    void rejectedBytes_areText_ifUtf8() {
        assertJson("/api/v1/rejected", """
                {"items": [{"id": "019ab0c1-0000-7000-8000-000000000001", "topic": "logs", "partition": 3, "offset": 42,
                   "rejectedAt": "2026-11-23T12:00:00Z", "reason": "MALFORMED", "detail": "at byte 9: the end",
                   "key": "k", "replayedAt": null, "sizeBytes": 9, "truncated": false,
                   "text": "{\\"broken\\"", "base64": null}],
                 "nextCursor": null}
                """);
        ports.rejectedValue = new byte[] {(byte) 0xff, 0};
        assertJson("/api/v1/rejected/" + ID, "{\"text\": null, \"base64\": \"/wA=\"}");
    }

    @Test
    void rejectedText_isTruncatedBetweenCharacters() {
        ports.rejectedValue = ("a" + "é".repeat(600)).getBytes(UTF_8);

        assertJson(
                "/api/v1/rejected",
                "{\"items\": [{\"sizeBytes\": 1201, \"truncated\": true, \"text\": \"a" + "é".repeat(511) + "\"}]}");
    }

    @Test
    void rejectedBytes_areADownload() {
        MvcTestResult result =
                mvc.get().uri("/api/v1/rejected/" + ID + "/bytes").exchange();

        assertThat(result)
                .hasStatusOk()
                .hasContentType("application/octet-stream")
                .hasHeader("Content-Disposition", "attachment; filename=\"" + ID + ".bin\"");
        assertThat(result.getResponse().getContentAsByteArray()).isEqualTo(ports.rejectedValue);
    }

    @Test
    void replay_appendsTheSameBytesToTheSameTopic() {
        MvcTestResult result =
                mvc.post().uri("/api/v1/rejected/" + ID + "/replay").exchange();

        assertThat(result).hasStatusOk().bodyJson().isLenientlyEqualTo("{\"replayedAt\": \"2026-11-23T12:00:00Z\"}");
        OutgoingMessage again = ports.published.getFirst();
        assertThat(again.topic()).isEqualTo("logs");
        assertThat(again.key()).containsExactly('k');
        assertThat(again.value()).isEqualTo(ports.rejectedValue);
        assertThat(again.format()).isEqualTo("otlp");
    }

    @Test
    void rejected_areFilteredAndGrouped() {
        assertOk("/api/v1/rejected?reason=malformed,too_large&topic=logs&replayed=false&from=-1h&to=-1m");
        assertThat(ports.rejectedFilter)
                .isEqualTo(new RejectedMessages.Filter(
                        Set.of(Reason.MALFORMED, Reason.TOO_LARGE),
                        Optional.of("logs"),
                        Optional.of(false),
                        FakePorts.NOW.minusSeconds(3600),
                        FakePorts.NOW.minusSeconds(60)));
        assertJson("/api/v1/rejected/groups?replayed=false", """
                {"items": [{"topic": "logs", "reason": "MALFORMED", "count": 3, "replayed": 1,
                   "firstAt": "2026-11-23T11:59:00Z", "lastAt": "2026-11-23T12:00:00Z"}]}
                """);
        assertThat(ports.rejectedFilter.from()).isEqualTo(Instant.EPOCH);
    }

    /** A time after now would include messages that are rejected again. */
    @Test
    void replay_ofAll_endsAtTheTimeOfTheFirstRequest() throws Exception {
        MvcTestResult first = replay("?replayed=false");
        assertThat(first).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"replayed": 1, "refused": [], "to": "2026-11-23T12:00:00Z"}
                """);
        assertThat(ports.published).hasSize(1);
        assertThat(ports.rejectedFilter.to()).isEqualTo(FakePorts.NOW);
        String cursor = new JsonMapper()
                .readTree(first.getResponse().getContentAsString())
                .get("nextCursor")
                .asString();

        assertProblem(replay("?cursor=" + cursor), 400, "to: nothing (expected: with a cursor");
        assertThat(replay("?to=2026-11-23T12:00:00Z&cursor=" + cursor))
                .bodyJson()
                .isLenientlyEqualTo("{\"replayed\": 0, \"nextCursor\": null}");
        assertProblem(replay("?to=-1m&cursor=cgGasMEAAHAAgAAAAAAAAAE"), 400, "cursor");
        assertProblem(replay("?limit=501"), 400, "limit: 501 (expected: a whole number from 1 to 500)");
    }

    @Test
    void replay_reportsRefusedMessages() {
        ports.queueRefuses = true;

        assertThat(replay("")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"replayed": 0, "refused": [{"id": "019ab0c1-0000-7000-8000-000000000001",
                   "reason": "larger than the topic allows"}]}
                """);
    }

    private MvcTestResult replay(String parameters) {
        return mvc.post().uri("/api/v1/rejected/replay" + parameters).exchange();
    }

    @Test
    void integrity_hasTheLedgerAndOptionalCounts() {
        assertJson("/api/v1/integrity", """
                {"balanced": true,
                 "total": {"messages": 10, "observed": 8, "rejected": 1, "ignored": 1},
                 "partitions": [{"topic": "logs", "topicId": "topic-id", "partition": 3, "first": 100, "next": 115,
                   "balanced": true, "messages": 10, "absent": 2, "lost": 3, "logEvents": 20}],
                 "gaps": [{"topic": "logs", "partition": 3, "from": 100, "to": 103}],
                 "rows": []}
                """);
        assertJson("/api/v1/integrity?count=true", """
                {"balanced": false,
                 "rows": [{"kind": "logEvents", "appended": 20, "stored": 18, "expired": 1, "balanced": false}]}
                """);
    }
}
