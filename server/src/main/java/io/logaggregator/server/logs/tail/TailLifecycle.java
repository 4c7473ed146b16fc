package io.logaggregator.server.logs.tail;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Ends the streams when the program ends: the server waits for the requests in flight, and these would never be over. */
final class TailLifecycle implements SmartLifecycle {

    private final LogFeed feed;
    private volatile boolean running;

    TailLifecycle(LogFeed feed) {
        this.feed = feed;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Together with the requests in flight. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().name("tail-stop").start(() -> {
            try {
                stop();
            } finally {
                done.run();
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        try {
            feed.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
