package io.logaggregator.notifiers.webhook;

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
 * The response to one request while it arrives. The status determines the outcome. Only the start of the body is read;
 * a body that breaks off or never ends changes nothing. Thread-safe.
 */
final class WebhookResponse implements BodyHandler<WebhookResponse>, BodySubscriber<WebhookResponse> {

    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_TEXT_LENGTH = 200;

    private final CompletableFuture<WebhookResponse> end = new CompletableFuture<>();
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

    private synchronized ResponseInfo head() {
        return Optional.ofNullable(head)
                .orElseThrow(() -> new IllegalStateException("response: none (expected: hasStatus)"));
    }

    /** Status and start of the body in one line, as the reason of a failure. */
    String summary() {
        String text = text();
        return "status " + status() + (text.isEmpty() ? "" : ": " + text);
    }

    private synchronized String text() {
        String text = body.toString(StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.codePointCount(0, text.length()) <= MAX_TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT_LENGTH));
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
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_BODY_BYTES - body.size())];
            buffer.get(bytes);
            body.writeBytes(bytes);
        }
        Subscription given = subscription;
        if (given == null) {
            return;
        }
        if (body.size() < MAX_BODY_BYTES) {
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
