package io.logaggregator.server.logs;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.logs.tail.LogFeed;
import io.logaggregator.server.logs.tail.TailConnection;
import io.logaggregator.server.logs.tail.TailStream;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.AcceptedTypes;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Live tail of logs. */
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
     * Streams the logs that any instance commits from now on, as server-sent events.
     *
     * <p>An event without a name is a log event, as in `GET /api/v1/logs/{id}`. Named events are `skipped`, with the number of
     * `lines` that were dropped because the client reads too slowly; `gap`, after which log events may be missing;
     * `interrupted` and `resumed`, when the database is unavailable and available again; `timeout`, at the end of a stream with slow
     * filters; and `end`.
     */
    @RequiresScope(Scope.READ)
    @ApiResponse(responseCode = "429", description = "Rate limit exceeded, or too many live tails; see `Retry-After`.")
    @ApiResponse(
            responseCode = "200",
            description = "A stream without an end.",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = String.class)))
    @GetMapping
    void followLogs(
            @ModelAttribute LogFilter filter,
            @Parameter(description = "The id of the last received event; the stream continues after it.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    Optional<String> lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws HttpMediaTypeNotAcceptableException {
        AcceptedTypes.bestOf(List.of(MediaType.TEXT_EVENT_STREAM), request);
        LogCondition condition = filter.condition();
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            describe(response);
            return;
        }
        ApiKey key = Caller.required().key();
        TailStream stream = feed.open(key.name(), condition, lastEventId);
        describe(response);
        TailAnswer.begin(request, () -> keys.isValid(key)).write(stream);
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType(EVENT_STREAM);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would buffer the stream
    }

    /**
     * The response of a live tail, written by its own thread. It is asynchronous, so that it can be ended from outside while
     * that thread blocks on a slow client.
     */
    private static final class TailAnswer implements TailConnection, AsyncListener {

        private static final Logger log = LoggerFactory.getLogger(TailAnswer.class);

        private final AsyncContext context;
        private final BooleanSupplier mayStay;
        private boolean over;

        private TailAnswer(AsyncContext context, BooleanSupplier mayStay) {
            this.context = context;
            this.mayStay = mayStay;
        }

        static TailAnswer begin(HttpServletRequest request, BooleanSupplier mayStay) {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            TailAnswer answer = new TailAnswer(context, mayStay);
            context.addListener(answer);
            return answer;
        }

        void write(TailStream stream) {
            Thread.ofVirtual().name("tail-viewer").start(() -> {
                try (stream) {
                    stream.writeTo(this);
                } catch (IOException e) {
                    log.debug("client disconnected: reason={}", e.toString());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    complete();
                }
            });
        }

        @Override
        public OutputStream out() throws IOException {
            return context.getResponse().getOutputStream();
        }

        @Override
        public boolean mayStay() {
            return mayStay.getAsBoolean();
        }

        @Override
        public synchronized void cut() {
            if (!over) {
                CallerConnection.of(context.getRequest()).cut();
            }
        }

        private synchronized void complete() {
            if (over) {
                return;
            }
            over = true;
            try {
                context.complete();
            } catch (IllegalStateException e) {
                log.debug("the container has already ended the response", e);
            }
        }

        /** The connection has failed, or was cut. */
        @Override
        public void onError(AsyncEvent event) {
            complete();
        }

        @Override
        public synchronized void onComplete(AsyncEvent event) {
            over = true;
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
