package io.logaggregator.notifiers.webhook;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The response to one request while it arrives. The status determines the outcome. The body is discarded, and
 * a short one read to its end, so that the connection is used again. A body that breaks off or never ends changes nothing. Thread-safe.
 */
final class WebhookResponse implements BodyHandler<WebhookResponse>, BodySubscriber<WebhookResponse> {

    private static final int MAX_BODY_BYTES = 4096;

    private final CompletableFuture<WebhookResponse> end = new CompletableFuture<>();
    private long bodyBytes;
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

    private synchronized ResponseInfo head() {
        return Optional.ofNullable(head)
                .orElseThrow(() -> new IllegalStateException("response: none (expected: hasStatus)"));
    }

    @Override
    public synchronized BodySubscriber<WebhookResponse> apply(ResponseInfo info) {
        head = info;
        return this;
    }

    @Override
    public CompletionStage<WebhookResponse> getBody() {
        return end;
    }

    @Override
    public synchronized void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        bodyBytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        Subscription given = subscription;
        if (given == null) {
            return;
        }
        if (bodyBytes < MAX_BODY_BYTES) {
            given.request(1);
        } else {
            given.cancel();
            end.complete(this);
        }
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
