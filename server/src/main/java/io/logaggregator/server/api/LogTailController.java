package io.logaggregator.server.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.http.AcceptedTypes;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.logs.tail.LogFeed;
import io.logaggregator.server.logs.tail.TailStream;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.security.RequiresScope;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs as they are committed. */
@RestController
@RequestMapping("/api/v1/logs/tail")
class LogTailController {

    private static final String EVENT_STREAM = MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8";

    private final LogFeed feed;
    private final KeyRing keys;

    LogTailController(LogFeed feed, KeyRing keys) {
        this.feed = feed;
        this.keys = keys;
    }

    /**
     * Follows the logs that are committed from now on, by whichever instance.
     *
     * <p>An event without a name is a line, as `GET /api/v1/logs/{id}` shows it. The others are `skipped`, with how many
     * `lines` are not shown since they came faster than they were read; `gap`, where lines may be missing; `interrupted` and
     * `resumed`, where the database went away and came back; and `end`.
     */
    @RequiresScope(Scope.READ)
    @MatchesLogs
    @Refuses(
            status = HttpStatus.TOO_MANY_REQUESTS,
            when = "that was too often, or as many follow as may; `Retry-After` tells when to come back")
    @ApiResponse(
            responseCode = "200",
            description = "Goes on until one side ends it.",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = String.class)))
    @GetMapping
    void followLogs(
            RequestParameters parameters,
            @Parameter(description = "The id that came last: the stream goes on behind it.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    Optional<String> lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws HttpMediaTypeNotAcceptableException {
        AcceptedTypes.bestOf(List.of(MediaType.TEXT_EVENT_STREAM), request);
        LogCondition condition = LogFilter.condition(parameters);
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            describe(response);
            return;
        }
        ApiKey key = Callers.known().key();
        TailStream stream = feed.open(condition, lastEventId);
        describe(response);
        TailAnswer.begin(request, () -> keys.isStillGood(key)).write(stream);
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType(EVENT_STREAM);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would wait for more
    }
}
