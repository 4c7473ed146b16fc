package io.logaggregator.server.description;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of an endless stream, then closes it. */
final class BeginningOfStream implements BodySubscriber<String> {

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private @Nullable Subscription stream;

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        stream = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        text.complete(bytes.stream()
                .map(buffer -> StandardCharsets.UTF_8.decode(buffer).toString())
                .collect(Collectors.joining()));
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        text.complete("");
    }
}
