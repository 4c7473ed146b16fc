package io.logaggregator.agent;

import io.logaggregator.agent.Outbox.Item;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the content of the outbox, and retries while the queue is unavailable. Delivery is at least once: after a partial
 * failure, the whole batch is sent again.
 */
final class Sender implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private static final int BATCH_MESSAGES = 1_000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Duration TAKE_TIMEOUT = Duration.ofMillis(500);

    private final Outbox outbox;
    private final MessageQueue queue;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong reportsSent = new AtomicLong();
    private final AtomicLong linesSent = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private int failures;

    Sender(Outbox outbox, MessageQueue queue, Backoff backoff) {
        this.outbox = outbox;
        this.queue = queue;
        this.backoff = backoff;
    }

    /** Sends until {@link #finish} was called and the outbox is empty, or the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                boolean last = closing.getCount() == 0;
                List<Item> batch = outbox.take(BATCH_MESSAGES, BATCH_BYTES, last ? Duration.ZERO : TAKE_TIMEOUT);
                if (!batch.isEmpty()) {
                    send(batch);
                } else if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets {@link #run} end when the outbox is empty. Nothing may be added to the outbox afterwards. */
    void finish() {
        closing.countDown();
    }

    AgentCounts counts() {
        return new AgentCounts(reportsSent.get(), outbox.dropped(), linesSent.get(), rejected.get());
    }

    private void send(List<Item> batch) throws InterruptedException {
        while (true) {
            try {
                queue.publish(batch.stream().map(Item::message).toList());
                recovered();
                batch.forEach(this::sent);
                return;
            } catch (MessagesRejectedException e) {
                recovered();
                for (int i = 0; i < batch.size(); i++) {
                    String reason = e.reasons().get(i);
                    if (reason == null) {
                        sent(batch.get(i));
                    } else {
                        rejected(batch.get(i), reason);
                    }
                }
                return;
            } catch (QueueUnavailableException e) {
                unavailable(e);
            }
        }
    }

    private void sent(Item item) {
        item.sent().run();
        switch (item.kind()) {
            case REPORT -> reportsSent.incrementAndGet();
            case LINE -> linesSent.incrementAndGet();
        }
    }

    private void rejected(Item item, String reason) {
        log.warn(
                "message rejected: topic={} bytes={} reason=\"{}\"",
                item.message().topic(),
                item.size(),
                reason);
        rejected.incrementAndGet();
        item.sent().run(); // otherwise a restart would stop at this line again
    }

    private void unavailable(QueueUnavailableException reason) throws InterruptedException {
        failures++;
        if (failures == 1) {
            log.warn("queue unavailable, retrying: reason=\"{}\"", reason.getMessage());
        } else {
            log.debug("queue unavailable: failures={} reason=\"{}\"", failures, reason.getMessage());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (closing.await(backoff.delay(failures).toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(backoff.initial()); // the open latch no longer waits
        }
    }

    private void recovered() {
        long dropped = outbox.takeDropped();
        if (failures > 0 || dropped > 0) {
            log.info("queue available again: failures={} droppedReports={}", failures, dropped);
            failures = 0;
        }
    }
}
