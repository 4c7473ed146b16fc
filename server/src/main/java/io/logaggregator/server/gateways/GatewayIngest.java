package io.logaggregator.server.gateways;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ElementBatch;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.MessageSplitter.Document;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.http.RequestBody;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.security.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits bodies into messages of one host and appends them to the queue. The response follows the acknowledgement of all
 * messages. Thread-safe.
 */
final class GatewayIngest {

    private static final Logger log = LoggerFactory.getLogger(GatewayIngest.class);
    private static final byte[] NO_BYTES = {};

    private final MessageQueue queue;
    private final FairPool decoding;
    private final GatewaySplitters splitters;

    GatewayIngest(MessageQueue queue, FairPool decoding, GatewaySplitters splitters) {
        this.queue = queue;
        this.decoding = decoding;
        this.splitters = splitters;
    }

    HttpReply append(HttpGateway gateway, Route.Ingest route, GatewayRequest request, Optional<RequestBody> body)
            throws IOException {
        ApiKey key = Caller.required().key();
        if (body.isPresent()) {
            body.get().receive();
        }
        Submission submission = decode(
                key, () -> route.split(request, body.map(GatewayIngest::read).orElse(NO_BYTES)));
        MessageSplitter messages = splitter(submission, key);
        List<Document> next = decode(key, messages::next);
        while (!next.isEmpty()) {
            messages.publish(next, queue);
            next = decode(key, messages::next);
        }
        return reply(gateway, submission, messages.outcome(), key);
    }

    /** Appends a body of any length while it arrives. */
    HttpReply append(HttpGateway gateway, Route.Stream route, CallerConnection connection, Optional<RequestBody> body)
            throws IOException {
        if (body.isEmpty()) {
            return route.success();
        }
        ApiKey key = Caller.required().key();
        return new GatewayStream(this, queue, route, key, connection)
                .append(body.get(), outcome -> count(gateway, outcome, key));
    }

    /** Calls processor-bound work on the threads for it. */
    <T> T decode(ApiKey key, Supplier<T> work) {
        return decoding.call(key.name(), work);
    }

    MessageSplitter splitter(ElementBatch batch, ApiKey key) {
        return splitters.of(batch, key);
    }

    private HttpReply reply(HttpGateway gateway, Submission submission, Outcome outcome, ApiKey key) {
        count(gateway, outcome, key);
        if (outcome.isForbidden() && !submission.reportsRefusals()) {
            throw new InvalidBodyException(Kind.FORBIDDEN, outcome.detail());
        }
        return submission.stored(outcome);
    }

    private void count(HttpGateway gateway, Outcome outcome, ApiKey key) {
        splitters.count(gateway.name(), outcome);
        if (outcome.refusedEvents() > 0) {
            log.debug(
                    "events refused: protocol={} key={} count={} reason={}",
                    gateway.name(),
                    key.name(),
                    outcome.refusedEvents(),
                    outcome.detail());
        }
    }

    private static byte[] read(RequestBody body) {
        try {
            return body.readFully();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
