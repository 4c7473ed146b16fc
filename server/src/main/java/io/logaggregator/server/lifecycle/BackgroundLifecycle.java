package io.logaggregator.server.lifecycle;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The lifecycle of background work. It stops in parallel with the HTTP requests in flight, so that both share one shutdown
 * timeout.
 */
public abstract class BackgroundLifecycle implements SmartLifecycle {

    private final String name;
    private volatile boolean running;

    /** @param name prefix of the name of the thread that stops the work */
    protected BackgroundLifecycle(String name) {
        this.name = name;
    }

    /** Starts the work without waiting for dependencies. */
    protected abstract void begin();

    /** Stops the work within the shutdown timeout. */
    protected abstract void end() throws InterruptedException;

    @Override
    public final synchronized void start() {
        running = true;
        begin();
    }

    @Override
    public final void stop(Runnable callback) {
        Thread.ofVirtual().name(name + "-stop").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public final synchronized void stop() {
        running = false;
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
