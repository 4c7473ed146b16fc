package io.logaggregator.server.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.http.TooManyRequestsException;
import io.logaggregator.server.logs.tail.EventJson;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.settings.ExportSettings;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** All logs that match, as a file. */
@RestController
@RequestMapping("/api/v1/logs/export")
class LogExportController {

    private static final Logger log = LoggerFactory.getLogger(LogExportController.class);
    private static final String ALL = "" + Integer.MAX_VALUE;
    private static final Duration COME_BACK = Duration.ofSeconds(30);

    private final LogExport logs;
    private final EventJson json;
    private final KeyRing keys;
    private final InstantSource clock;
    private final int atATime;
    private final Semaphore places;

    LogExportController(LogExport logs, EventJson json, KeyRing keys, ExportSettings settings, InstantSource clock) {
        this.logs = logs;
        this.json = json;
        this.keys = keys;
        this.clock = clock;
        atATime = settings.maxConcurrent();
        places = new Semaphore(atATime);
    }

    /**
     * Exports all logs that match, as a file.
     *
     * <p>One that cannot be completed breaks off: no client takes it for complete.
     */
    @RequiresScope(Scope.READ)
    @FiltersLogs
    @Takes(
            name = "format",
            type = ParameterType.CHOICE,
            choices = ExportFormat.class,
            says =
                    "a line of JSON for each, which is exact, or a table for spreadsheets; without it what `Accept` names",
            example = "CSV")
    @Takes(
            name = "order",
            type = ParameterType.CHOICE,
            choices = Direction.class,
            says = "which come first",
            standard = "OLDEST",
            example = "NEWEST")
    @Takes(
            name = "limit",
            type = ParameterType.NUMBER,
            says = "how many at most",
            lowest = "1",
            highest = ALL,
            standard = ALL,
            example = "1000")
    @Refuses(
            status = HttpStatus.TOO_MANY_REQUESTS,
            when = "that was too often, or as many exports are read as may; `Retry-After` tells when to come back")
    @ApiResponse(
            responseCode = "200",
            description = "As many as there are.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = String.class)),
                @Content(mediaType = ExportFormat.TEXT_CSV, schema = @Schema(implementation = String.class))
            })
    @GetMapping
    void exportLogs(RequestParameters parameters, HttpServletRequest request, HttpServletResponse response)
            throws HttpMediaTypeNotAcceptableException {
        Instant now = clock.instant();
        LogQuery query = LogFilter.read(parameters, TimeRange.read(parameters, now));
        Optional<ExportFormat> named = parameters.choice("format", ExportFormat.class);
        ExportFormat format = named.isPresent() ? named.get() : ExportFormat.accepted(request);
        Order order = parameters.oneOf("order", Direction.class).order;
        int limit = parameters.number("limit");
        CallerConnection connection = CallerConnection.of(request);
        ApiKey key = Callers.known().key();
        ExportFile file =
                new ExportFile(format, json, limit, now, response, () -> keys.isStillGood(key) && connection.isOpen());
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            file.describe();
            return;
        }
        if (!places.tryAcquire()) {
            throw new TooManyRequestsException(
                    atATime + " exports are being read, which is as many as may.", COME_BACK);
        }
        try {
            write(query, order, file, connection);
        } finally {
            places.release();
        }
    }

    private void write(LogQuery query, Order order, ExportFile file, CallerConnection connection) {
        try {
            logs.read(query, order, file);
            file.end();
        } catch (IOException e) {
            log.debug("export given up: rows={} reason={}", file.rows(), e.toString());
            connection.cut();
        } catch (RuntimeException e) {
            if (!file.hasBegun()) {
                throw e;
            }
            log.warn("export broken off: rows={}", file.rows(), e);
            connection.cut();
        }
    }

    /** By their times; the oldest come first in log files. */
    private enum Direction {
        OLDEST(Order.OLDEST_FIRST),
        NEWEST(Order.NEWEST_FIRST);

        private final Order order;

        Direction(Order order) {
            this.order = order;
        }
    }
}
