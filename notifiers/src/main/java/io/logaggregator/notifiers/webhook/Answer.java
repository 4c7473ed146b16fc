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
 * The answer to one call, as far as it has come. The status is what counts; of the body only a beginning is read, and
 * that it breaks off or never ends changes nothing. Thread-safe.
 */
final class Answer implements BodyHandler<Answer>, BodySubscriber<Answer> {

    private static final int LONGEST_BODY = 4096; // bytes that are read
    private static final int LONGEST_TEXT = 200; // characters that are shown

    private final CompletableFuture<Answer> end = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable ResponseInfo head;
    private @Nullable Subscription subscription;

    /** Whether there is a status. */
    synchronized boolean hasBegun() {
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
                .orElseThrow(() -> new IllegalStateException("answer: none (expected: hasBegun)"));
    }

    /** Status and beginning of the body, in one line, as a reason for people. */
    String shown() {
        String text = text();
        return "status " + status() + (text.isEmpty() ? "" : ": " + text);
    }

    private synchronized String text() {
        String text = body.toString(StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT));
    }

    @Override
    public synchronized BodySubscriber<Answer> apply(ResponseInfo info) {
        head = info;
        return this;
    }

    @Override
    public CompletionStage<Answer> getBody() {
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
            byte[] bytes = new byte[Math.min(buffer.remaining(), LONGEST_BODY - body.size())];
            buffer.get(bytes);
            body.writeBytes(bytes);
        }
        Subscription given = subscription;
        if (given == null) {
            return;
        }
        if (body.size() < LONGEST_BODY) {
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
