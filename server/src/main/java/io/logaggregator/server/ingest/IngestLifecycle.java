package io.logaggregator.server.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.lifecycle.StartupTask;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the ingest when the store has its schema, however long that takes, and ends it when the program does. The
 * program itself waits for neither: HTTP answers meanwhile, and readiness says what is waited for.
 */
public final class IngestLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IngestLifecycle.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Store store;
    private final Ingest ingest;
    private final MaintenanceTask upkeep;
    private final List<StartupTask> startupTasks;
    private final Backoff backoff;

    private volatile boolean running;
    private volatile boolean started;
    private volatile String waitsFor = "not started";
    private @Nullable Thread starting;
    private List<PeriodicTask> upkeepTasks = List.of();

    IngestLifecycle(
            Store store, Ingest ingest, MaintenanceTask upkeep, List<StartupTask> startupTasks, Backoff backoff) {
        this.store = store;
        this.ingest = ingest;
        this.upkeep = upkeep;
        this.startupTasks = List.copyOf(startupTasks);
        this.backoff = backoff;
    }

    /** Why the loops have not been started yet; empty when they have. */
    public String waitsFor() {
        return waitsFor;
    }

    /** Work that is left out as long as the loops have not been started: before, there may be no schema. */
    public Runnable onceStarted(Runnable work) {
        return () -> {
            if (waitsFor.isEmpty()) {
                work.run();
            }
        };
    }

    /** Each consumer loop; none before they are started. */
    public List<LoopStatus> loops() {
        return started ? ingest.loops() : List.of();
    }

    @Override
    public synchronized void start() {
        running = true;
        starting = Thread.ofVirtual().name("ingest-start").start(this::startWhenStoreIsThere);
    }

    private void startWhenStoreIsThere() {
        waitsFor = "the database to have its schema";
        for (int failures = 1; !prepared(); failures++) {
            try {
                Thread.sleep(backoff.delay(failures));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        startNow();
    }

    private boolean prepared() {
        try {
            store.migrate();
            upkeep.run();
            startupTasks.forEach(StartupTask::run);
            return true;
        } catch (AggregatorException e) {
            tell(String.valueOf(e.getMessage()), null);
        } catch (RuntimeException e) {
            tell(e.toString(), e);
        }
        return false;
    }

    private void tell(String reason, @Nullable RuntimeException defect) {
        String message = "the database to have its schema: " + reason;
        if (!message.equals(waitsFor)) {
            waitsFor = message;
            log.warn("ingest waits for {}", message, defect);
        }
    }

    private synchronized void startNow() {
        if (!running) {
            return;
        }
        ingest.start();
        upkeepTasks = List.of(
                PeriodicTask.start("upkeep", MaintenanceTask.PAUSE, upkeep),
                PeriodicTask.start("upkeep-settle", MaintenanceTask.PAUSE, upkeep::settle));
        started = true;
        waitsFor = "";
        log.info("ingest started: loops={}", ingest.loops().size());
    }

    /** Together with the requests in flight, not after them: both have the same few seconds. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }

    @Override
    public void stop(Runnable done) {
        Thread.ofVirtual().name("ingest-stop").start(() -> {
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
        waitsFor = "stopping";
        if (starting != null) {
            starting.interrupt();
        }
        upkeepTasks.forEach(PeriodicTask::close);
        try {
            if (started && ingest.stop(STOP_LIMIT)) {
                log.info("ingest stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
