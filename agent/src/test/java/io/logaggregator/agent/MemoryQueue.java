package io.logaggregator.agent;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        SortedMap<Integer, String> reasons = new TreeMap<>();
        for (int i = 0; i < published.size(); i++) {
            if (rejected.test(published.get(i))) {
                reasons.put(i, "too large");
            } else {
                messages.add(published.get(i));
            }
        }
        if (!reasons.isEmpty()) {
            throw new MessagesRejectedException(reasons);
        }
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
