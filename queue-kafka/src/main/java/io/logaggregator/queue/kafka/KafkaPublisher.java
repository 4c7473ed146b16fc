package io.logaggregator.queue.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Appends messages with an idempotent producer, created on first use. Thread-safe. */
final class KafkaPublisher implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final ClientSettings settings;
    private final String bootstrapServers;
    private final Duration timeout;
    private @Nullable Producer<byte[], byte[]> producer; // guarded by this
    private boolean closed; // guarded by this

    KafkaPublisher(ClientSettings settings, KafkaQueueConfig config) {
        this.settings = settings;
        this.bootstrapServers = config.bootstrapServers();
        this.timeout = config.publishTimeout();
    }

    void publish(List<OutgoingMessage> messages) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Producer<byte[], byte[]> current = producer();
        List<Future<RecordMetadata>> sent = new ArrayList<>(messages.size());
        for (OutgoingMessage message : messages) {
            Future<RecordMetadata> answer = send(current, message);
            sent.add(answer);
            if (answer.isDone()) { // the queue is unavailable, or the client rejects the message
                await(current, answer, message, deadline);
            }
        }
        SortedMap<Integer, String> rejected = new TreeMap<>();
        for (int i = 0; i < sent.size(); i++) {
            Optional<String> reason = await(current, sent.get(i), messages.get(i), deadline);
            if (reason.isPresent()) {
                rejected.put(i, reason.get());
            }
        }
        if (!rejected.isEmpty()) {
            throw new MessagesRejectedException(rejected);
        }
    }

    private Future<RecordMetadata> send(Producer<byte[], byte[]> current, OutgoingMessage message) {
        try {
            ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(message.topic(), message.key(), message.value());
            if (message.format() != null) {
                sent.headers().add(Message.FORMAT_HEADER, message.format().getBytes(UTF_8));
            }
            return current.send(sent);
        } catch (InterruptException e) { // the interrupt is still set
            throw unavailable(e);
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits until the message is stored, or returns the reason why it is rejected. */
    private Optional<String> await(
            Producer<byte[], byte[]> current, Future<RecordMetadata> answer, OutgoingMessage message, long deadline) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(rejection(current, message, e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    /**
     * The reason why a message is rejected.
     *
     * @throws QueueUnavailableException if it is not
     */
    private String rejection(Producer<byte[], byte[]> current, OutgoingMessage message, Throwable cause) {
        return switch (cause) {
            case RecordTooLargeException _ -> tooLarge(message);
            case InvalidTopicException _ -> "topic " + message.topic() + ": invalid topic name";
            case RetriableException _ -> throw unavailable(cause);
            default -> {
                discard(current); // it may have failed for good: the next call creates another one
                throw unavailable(cause);
            }
        };
    }

    private String tooLarge(OutgoingMessage message) {
        byte[] key = message.key();
        int bytes = message.value().length + (key == null ? 0 : key.length);
        return "message of " + bytes + " bytes is too large for topic " + message.topic() + ": the limit is "
                + settings.producer().get("max.request.size")
                + " bytes (max.request.size), or the lower limit of the topic (max.message.bytes)";
    }

    private QueueUnavailableException unavailable(Throwable cause) {
        String reason = cause instanceof TimeoutException
                ? "not acknowledged within " + timeout.toMillis() + " ms"
                : KafkaErrors.of(cause);
        return new QueueUnavailableException("Kafka at " + bootstrapServers + ": " + reason, cause);
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("queue is closed");
        }
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            try {
                open = new KafkaProducer<>(settings.producer());
            } catch (KafkaException e) {
                throw unavailable(e); // for example an unknown host name
            }
            producer = open;
        }
        return open;
    }

    private synchronized void discard(Producer<byte[], byte[]> failed) {
        if (failed.equals(producer)) {
            producer = null;
            failed.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
        }
    }
}
