package io.logaggregator.server.ingest.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.http.RequestBody;
import io.logaggregator.server.ingest.api.IngestService.Checked;
import io.logaggregator.server.ingest.api.IngestService.Receipt;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.AggregatorSettings.IngestSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.wire.WireFormat;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Ingest over HTTP. Appends to the queue, and responds when the queue has stored the messages. */
@RestController
class IngestController {

    private static final String LINES = MediaType.APPLICATION_NDJSON_VALUE;
    private static final String NO_TOPIC = "No topic is configured for this kind of message.";
    private static final String ALL_REJECTED = "All elements are rejected; see `rejected`.";

    private final Optional<IngestService> logs;
    private final Optional<IngestService> metrics;
    private final FairPool decoding;

    IngestController(
            QueueSettings settings,
            EnrichmentSettings enrichment,
            FairPool decoding,
            MessageQueue queue,
            HostDirectory hosts,
            IngestSettings ingest,
            InstantSource clock) {
        NewHosts newHosts = new NewHosts(hosts, ingest.maxNewHostsPerHour());
        this.decoding = decoding;
        this.logs = settings.topicOf(WireFormat.LOG).map(topic -> service(topic, enrichment, queue, newHosts, clock));
        this.metrics =
                settings.topicOf(WireFormat.AGENT).map(topic -> service(topic, enrichment, queue, newHosts, clock));
    }

    /**
     * Ingests logs: one object, an array, or one object per line.
     *
     * <p>The queue has stored them before the response; searches find them a moment later. Invalid elements are rejected one
     * by one and do not affect the others.
     */
    @RequiresScope(Scope.INGEST)
    @ApiResponse(responseCode = "404", description = NO_TOPIC)
    @ApiResponse(responseCode = "422", description = ALL_REJECTED)
    @PostMapping(
            path = "/api/v1/logs",
            consumes = {
                MediaType.APPLICATION_JSON_VALUE,
                LINES,
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonlines",
                "application/stream+json"
            })
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt sendLogs(HttpServletRequest body) throws IOException {
        return append(logs, body);
    }

    /** Ingests metrics and processes of hosts, in the format of the agent: one message, an array, or one per line. */
    @RequiresScope(Scope.INGEST)
    @ApiResponse(responseCode = "404", description = NO_TOPIC)
    @ApiResponse(responseCode = "422", description = ALL_REJECTED)
    @PostMapping(
            path = "/api/v1/metrics",
            consumes = {
                MediaType.APPLICATION_JSON_VALUE,
                LINES,
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonlines",
                "application/stream+json"
            })
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt sendMetrics(HttpServletRequest body) throws IOException {
        return append(metrics, body);
    }

    private Receipt append(Optional<IngestService> service, HttpServletRequest request) throws IOException {
        IngestService ingest = service.orElseThrow(() -> ProblemException.notFound(
                "No topic is configured for this kind of message (aggregator.queue.topics)."));
        RequestBody body = RequestBody.of(request).orElseThrow(IngestController::emptyBody);
        MediaType type = MediaType.parseMediaType(request.getContentType());
        requireUtf8(type);
        ApiKey key = Caller.required().key();
        body.receive();
        Checked checked = decoding.call(key.name(), () -> ingest.check(elements(body, type), key));
        Receipt receipt = ingest.append(checked);
        if (receipt.accepted() == 0 && !receipt.rejected().isEmpty()) {
            throw allRejected(receipt);
        }
        return receipt;
    }

    private static List<byte[]> elements(RequestBody received, MediaType type) {
        byte[] body = readFully(received);
        if (body.length == 0) {
            throw emptyBody();
        }
        return type.isCompatibleWith(MediaType.APPLICATION_JSON)
                ? BodyElements.ofJson(body)
                : BodyElements.ofLines(body);
    }

    private static void requireUtf8(MediaType type) {
        Charset charset = type.getCharset();
        if (charset != null && !charset.equals(UTF_8) && !charset.equals(US_ASCII)) {
            throw ProblemException.unsupportedMediaType(
                    "Content-Type: charset " + charset + " (expected: UTF-8, or no charset)");
        }
    }

    /** Does not wait for the client, since the body is received. */
    private static byte[] readFully(RequestBody received) {
        try {
            return received.readFully();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException emptyBody() {
        return ProblemException.badRequest("The body is empty (expected: a JSON object, an array, or NDJSON).");
    }

    /** 403 if the scope of the key is the only reason: corrected data would not help. */
    private static ErrorResponseException allRejected(Receipt receipt) {
        boolean forbidden =
                receipt.rejected().stream().allMatch(element -> element.reason().equals(IngestService.FORBIDDEN));
        HttpStatus status = forbidden ? HttpStatus.FORBIDDEN : HttpStatus.UNPROCESSABLE_CONTENT;
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                forbidden
                        ? "The key is for other hosts or environments; nothing was appended to the queue."
                        : "All elements are rejected; nothing was appended to the queue.");
        problem.setProperty("accepted", 0);
        problem.setProperty("rejected", receipt.rejected());
        return new ErrorResponseException(status, problem, null);
    }

    private static IngestService service(
            TopicFormat topic,
            EnrichmentSettings enrichment,
            MessageQueue queue,
            NewHosts newHosts,
            InstantSource clock) {
        return new IngestService(
                topic.topic(),
                WireFormat.parse(topic.format()).decoder(enrichment.timeZone()),
                enrichment.environment(),
                queue,
                newHosts,
                clock);
    }
}
