package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.api.Intake.Receipt;
import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.EnrichmentSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.TopicFormat;
import io.logaggregator.wire.WireFormat;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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
import org.springframework.web.server.ResponseStatusException;

/** The way in over HTTP. It only appends to the queue, and answers when the queue has it. */
@RestController
class IntakeController {

    private static final String LINES = MediaType.APPLICATION_NDJSON_VALUE;
    private static final String NO_TOPIC = "this server reads no topic for it";
    private static final String NOTHING_USABLE = "nothing of it can be used, and rejected tells why";

    private final Optional<Intake> logs;
    private final Optional<Intake> metrics;
    private final String usualEnvironment;
    private final int maxBodyBytes;

    IntakeController(
            QueueSettings settings,
            EnrichmentSettings enrichment,
            ApiSettings api,
            MessageQueue queue,
            InstantSource clock) {
        this.maxBodyBytes = Math.toIntExact(api.maxBodySize().toBytes());
        this.usualEnvironment = enrichment.environment();
        this.logs = settings.topicOf(WireFormat.LOG).map(topic -> intake(topic, queue, clock));
        this.metrics = settings.topicOf(WireFormat.AGENT).map(topic -> intake(topic, queue, clock));
    }

    /**
     * Sends logs: one, an array of them, or one per line.
     *
     * <p>They are in the queue when this is answered, and found a moment later. What cannot be used is told one by one, and
     * does not keep the others from being taken.
     */
    @RequiresScope(Scope.INGEST)
    @Refuses(status = HttpStatus.NOT_FOUND, when = NO_TOPIC)
    @Refuses(status = HttpStatus.UNPROCESSABLE_CONTENT, when = NOTHING_USABLE)
    @PostMapping(
            path = "/api/v1/logs",
            consumes = {MediaType.APPLICATION_JSON_VALUE, LINES})
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt sendLogs(HttpServletRequest body) throws IOException {
        return append(logs, body);
    }

    /** Sends metrics and processes of hosts, as the agent does: one message, an array of them, or one per line. */
    @RequiresScope(Scope.INGEST)
    @Refuses(status = HttpStatus.NOT_FOUND, when = NO_TOPIC)
    @Refuses(status = HttpStatus.UNPROCESSABLE_CONTENT, when = NOTHING_USABLE)
    @PostMapping(
            path = "/api/v1/metrics",
            consumes = {MediaType.APPLICATION_JSON_VALUE, LINES})
    @ResponseStatus(HttpStatus.ACCEPTED)
    Receipt sendMetrics(HttpServletRequest body) throws IOException {
        return append(metrics, body);
    }

    private Receipt append(Optional<Intake> intake, HttpServletRequest request) throws IOException {
        Receipt receipt = intake.orElseThrow(() ->
                        new NotFoundException("This server reads no topic for that: aggregator.queue.topics."))
                .append(elements(request), new Sender(Callers.known().key(), usualEnvironment));
        if (receipt.accepted() == 0 && !receipt.rejected().isEmpty()) {
            throw nothingAppended(receipt);
        }
        return receipt;
    }

    private List<byte[]> elements(HttpServletRequest request) throws IOException {
        byte[] body = read(request);
        if (body.length == 0) {
            throw new InvalidRequestException("The body is empty (expected: a JSON object, an array, or NDJSON).");
        }
        MediaType type = MediaType.parseMediaType(request.getContentType());
        return type.isCompatibleWith(MediaType.APPLICATION_NDJSON)
                ? BodyElements.ofLines(body)
                : BodyElements.ofJson(body);
    }

    private byte[] read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > maxBodyBytes) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(maxBodyBytes + 1);
        if (body.length > maxBodyBytes) {
            throw tooLarge();
        }
        return body;
    }

    private ResponseStatusException tooLarge() {
        return new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE, "The body has more than " + maxBodyBytes + " bytes. Send it in parts.");
    }

    /** Where the key is for other hosts, trying again with better data would not help. */
    private static ErrorResponseException nothingAppended(Receipt receipt) {
        boolean forbidden =
                receipt.rejected().stream().allMatch(refusal -> refusal.reason().equals(Intake.FORBIDDEN));
        HttpStatus status = forbidden ? HttpStatus.FORBIDDEN : HttpStatus.UNPROCESSABLE_CONTENT;
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                forbidden
                        ? "This key is for other hosts or environments; nothing was appended to the queue."
                        : "Nothing of it can be used; nothing was appended to the queue.");
        problem.setProperty("accepted", 0);
        problem.setProperty("rejected", receipt.rejected());
        return new ErrorResponseException(status, problem, null);
    }

    private static Intake intake(TopicFormat topic, MessageQueue queue, InstantSource clock) {
        return new Intake(topic.topic(), topic.format().decoder(), queue, clock);
    }
}
