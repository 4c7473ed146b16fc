package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.NotificationSender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Starts the sender when the store has its schema, and ends it when the program does. */
final class NotificationLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NotificationLifecycle.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final NotificationSender sender;
    private final BooleanSupplier storeIsReady;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile boolean running;

    NotificationLifecycle(NotificationSender sender, BooleanSupplier storeIsReady) {
        this.sender = sender;
        this.storeIsReady = storeIsReady;
    }

    @Override
    public synchronized void start() {
        running = true;
        Thread.ofVirtual().name("notifications-start").start(this::startWhenStoreIsReady);
    }

    private void startWhenStoreIsReady() {
        try {
            while (!storeIsReady.getAsBoolean()) {
                if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            startNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startNow() {
        if (running) {
            sender.start();
            log.info("notifications are being sent");
        }
    }

    /** Together with the requests in flight, as the ingest. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().name("notifications-stop").start(() -> {
            try {
                stop();
            } finally {
                done.run();
            }
        });
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopping.countDown();
        try {
            sender.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
