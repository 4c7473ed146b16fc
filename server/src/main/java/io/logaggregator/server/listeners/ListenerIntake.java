package io.logaggregator.server.listeners;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.ElementBatch;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.MessageSplitter.Document;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.server.gateways.GatewaySplitters;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.overload.OverloadedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the data of a listener to the queue. While the queue is unavailable it retries, and its callers do not read: further
 * data wait at their senders. Thread-safe.
 */
final class ListenerIntake {

    private static final Logger log = LoggerFactory.getLogger(ListenerIntake.class);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random());
    private static final Duration OVERLOAD_PAUSE = Duration.ofMillis(50);

    /** Batches that are decoded or wait for a thread; fewer than the pool accepts of a key. */
    private static final int MAX_DECODING = 64;

    private final String listener;
    private final SocketProtocol protocol;
    private final ListenerKey key;
    private final MessageQueue queue;
    private final FairPool decoding;
    private final GatewaySplitters splitters;
    private final Semaphore turns = new Semaphore(MAX_DECODING, true);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean waiting;

    ListenerIntake(
            String listener,
            SocketProtocol protocol,
            ListenerKey key,
            MessageQueue queue,
            FairPool decoding,
            GatewaySplitters splitters) {
        this.listener = listener;
        this.protocol = protocol;
        this.key = key;
        this.queue = queue;
        this.decoding = decoding;
        this.splitters = splitters;
    }

    /** The listener stops while data wait for the queue. */
    static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped");
        }
    }

    /**
     * Cuts elements, and returns when the queue has stored them; empty if the key is rejected, and nothing was cut.
     *
     * @param sender host of elements without one
     * @throws StoppedException if the listener stops before they are stored
     */
    Optional<Cut> append(String sender, Supplier<Cut> cutting) {
        Optional<ApiKey> accepted = retry(key::use);
        if (accepted.isEmpty()) {
            return Optional.empty();
        }
        ApiKey owner = accepted.get();
        Batch batch = decode(owner, () -> {
            Cut cut = cutting.get();
            MessageSplitter messages = splitters.of(new Elements(protocol, sent(cut.elements(), sender)), owner);
            return new Batch(cut, messages, messages.next());
        });
        List<Document> next = batch.first;
        while (!next.isEmpty()) {
            List<Document> documents = next;
            retry(() -> {
                batch.messages.publish(documents, queue);
                return true;
            });
            next = decode(owner, batch.messages::next);
        }
        count(batch.messages.outcome());
        return Optional.of(batch.cut);
    }

    private void count(Outcome outcome) {
        splitters.count(protocol.name(), outcome);
        if (outcome.refusedEvents() > 0) {
            log.debug(
                    "events refused: listener={} count={} reason={}",
                    listener,
                    outcome.refusedEvents(),
                    outcome.detail());
        }
    }

    private static Iterator<Element> sent(Iterator<Element> elements, String sender) {
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Element next() {
                return elements.next().from(sender);
            }
        };
    }

    private <T> T decode(ApiKey owner, Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            while (true) {
                try {
                    return decoding.call(owner.name(), work);
                } catch (OverloadedException e) {
                    pause(OVERLOAD_PAUSE);
                }
            }
        } finally {
            turns.release();
        }
    }

    /** Repeats an attempt until queue and keys are available. */
    private <T> T retry(Supplier<T> attempt) {
        for (int failures = 1; ; failures++) {
            try {
                T result = attempt.get();
                if (failures > 1 && waiting) {
                    waiting = false;
                    log.info("listener continues: listener={}", listener);
                }
                return result;
            } catch (AggregatorException e) {
                if (!waiting) {
                    waiting = true;
                    log.warn("listener waits and does not read: listener={} reason={}", listener, e.getMessage());
                }
                pause(BACKOFF.delay(failures));
            }
        }
    }

    private void pause(Duration duration) {
        try {
            if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Ends retries: data that wait are not stored. */
    void stop() {
        stopped.countDown();
    }

    /** A cut, with its first messages. */
    private record Batch(Cut cut, MessageSplitter messages, List<Document> first) {}

    /** The elements of a cut. */
    private record Elements(SocketProtocol protocol, Iterator<Element> elements) implements ElementBatch {

        @Override
        public String format() {
            return protocol.format();
        }

        @Override
        public Envelope envelope() {
            return protocol.envelope();
        }

        @Override
        public boolean reportsRefusals() {
            return false;
        }
    }
}
