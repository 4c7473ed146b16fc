package io.logaggregator.notifiers.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The response to one request while it arrives. Of the body, a bounded part is kept, and a short one is read to its end, so
 * that the connection is used again. A body that breaks off or never ends changes nothing. Thread-safe.
 */
final class BoundedResponse implements BodyHandler<BoundedResponse>, BodySubscriber<BoundedResponse> {

    private final CompletableFuture<BoundedResponse> end = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable ResponseInfo head;
    private @Nullable Subscription subscription;

    /** Whether the status has arrived. */
    synchronized boolean hasStatus() {
        return head != null;
    }

    int status() {
        return head().statusCode();
    }

    HttpHeaders headers() {
        return head().headers();
    }

    /** The part that has arrived, at most {@link HttpReply#MAX_BODY_BYTES}. */
    synchronized String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private synchronized ResponseInfo head() {
        return Optional.ofNullable(head)
                .orElseThrow(() -> new IllegalStateException("response: none (expected: hasStatus)"));
    }

    @Override
    public synchronized BodySubscriber<BoundedResponse> apply(ResponseInfo info) {
        head = info;
        return this;
    }

    @Override
    public CompletionStage<BoundedResponse> getBody() {
        return end;
    }

    @Override
    public synchronized void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(this::keep);
        Subscription given = subscription;
        if (given == null) {
            return;
        }
        if (body.size() < HttpReply.MAX_BODY_BYTES) {
            given.request(1);
        } else {
            given.cancel();
            end.complete(this);
        }
    }

    private void keep(ByteBuffer buffer) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), HttpReply.MAX_BODY_BYTES - body.size())];
        buffer.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(this);
    }

    @Override
    public void onComplete() {
        end.complete(this);
    }
}
