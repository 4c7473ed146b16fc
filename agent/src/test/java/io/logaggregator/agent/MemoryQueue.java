package io.logaggregator.agent;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A queue in memory that can be unavailable and can reject messages. */
final class MemoryQueue implements MessageQueue {

    private final List<OutgoingMessage> messages = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile Predicate<OutgoingMessage> rejected = message -> false;

    void setUnavailable() {
        away = true;
    }

    void setAvailable() {
        away = false;
    }

    void reject(Predicate<OutgoingMessage> messages) {
        rejected = messages;
    }

    List<OutgoingMessage> messages() {
        return messages;
    }

    @Override
    public void publish(List<OutgoingMessage> published) {
        check();
        if (published.stream().anyMatch(rejected)) {
            throw new DataRejectedException("too large", null);
        }
        messages.addAll(published);
    }

    @Override
    public void check() {
        if (away) {
            throw new QueueUnavailableException("away", null);
        }
    }

    @Override
    public QueueConsumer openConsumer() {
        throw new UnsupportedOperationException("agents do not consume");
    }

    @Override
    public void close() {}
}
