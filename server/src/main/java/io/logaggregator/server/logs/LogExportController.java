package io.logaggregator.server.logs;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.http.ReadingTime;
import io.logaggregator.server.logs.tail.EventJson;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.AggregatorSettings.ExportSettings;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Export of logs as a file. */
@RestController
@RequestMapping("/api/v1/logs/export")
class LogExportController {

    private static final Logger log = LoggerFactory.getLogger(LogExportController.class);
    private static final String ALL = "" + Integer.MAX_VALUE;
    private static final String BUSY = "Rate limit exceeded, or too many exports at once; see `Retry-After`.";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final LogExport logs;
    private final EventJson json;
    private final KeyRing keys;
    private final InstantSource clock;
    private final int atATime;
    private final DataSize minRate;
    private final Semaphore places;

    LogExportController(LogExport logs, EventJson json, KeyRing keys, ExportSettings settings, InstantSource clock) {
        this.logs = logs;
        this.json = json;
        this.keys = keys;
        this.clock = clock;
        atATime = settings.maxConcurrent();
        minRate = settings.minBytesPerSecond();
        places = new Semaphore(atATime);
    }

    /**
     * Exports all matching logs as a file.
     *
     * <p>If the export fails, the connection is closed without the last chunk, so that clients detect the truncation.
     */
    @RequiresScope(Scope.READ)
    @ApiResponse(responseCode = "429", description = BUSY)
    @ApiResponse(
            responseCode = "200",
            description = "All matching logs.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = String.class)),
                @Content(mediaType = ExportFormat.TEXT_CSV, schema = @Schema(implementation = String.class))
            })
    @GetMapping
    void exportLogs(
            @ModelAttribute LogFilter filter,
            @Within("1d") TimeRange time,
            @RequestParam
                    @Parameter(
                            description =
                                    "NDJSON (exact, one object per line) or CSV (for spreadsheets). Default: by `Accept`.",
                            example = "CSV")
                    Optional<ExportFormat> format,
            @RequestParam(defaultValue = "OLDEST")
                    @Parameter(description = "The events that come first.", example = "NEWEST")
                    Direction order,
            @RequestParam(defaultValue = ALL)
                    @WholeNumber(min = 1, max = ALL)
                    @Parameter(description = "Maximum number of events.", example = "1000")
                    int limit,
            HttpServletRequest request,
            HttpServletResponse response)
            throws HttpMediaTypeNotAcceptableException {
        LogQuery query = filter.query(time);
        ExportFormat chosen = format.isPresent() ? format.get() : ExportFormat.accepted(request);
        ReadingTime.limitRate(request, minRate);
        CallerConnection connection = CallerConnection.of(request);
        ApiKey key = Caller.required().key();
        ExportFile file = new ExportFile(
                chosen, json, limit, clock.instant(), response, () -> keys.isValid(key) && connection.isOpen());
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            file.describe();
            return;
        }
        if (!places.tryAcquire()) {
            throw ProblemException.tooManyRequests(
                    atATime + " exports are in progress, which is the maximum.", RETRY_AFTER);
        }
        try {
            write(query, order.order, file, connection);
        } finally {
            places.release();
        }
    }

    private void write(LogQuery query, Order order, ExportFile file, CallerConnection connection) {
        try {
            logs.read(query, order, file);
            file.end();
        } catch (IOException e) {
            log.debug("export canceled: rows={} reason={}", file.rows(), e.toString());
            connection.cut();
        } catch (RuntimeException e) {
            if (!file.hasBegun()) {
                throw e;
            }
            log.warn("export failed: rows={}", file.rows(), e);
            connection.cut();
        }
    }

    /** The order of log events by time. */
    enum Direction {
        OLDEST(Order.OLDEST_FIRST),
        NEWEST(Order.NEWEST_FIRST);

        private final Order order;

        Direction(Order order) {
            this.order = order;
        }

        Order order() {
            return order;
        }
    }
}
