package io.logaggregator.server.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.lifecycle.BackgroundLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the schema, runs the startup tasks, and starts the consumer loops; retries until the store is available. The
 * HTTP server does not wait for it: readiness reports the reason.
 */
public final class IngestLifecycle extends BackgroundLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IngestLifecycle.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private final Store store;
    private final Ingest ingest;
    private final MaintenanceTask maintenance;
    private final List<StartupTask> startupTasks;
    private final Backoff backoff;
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();

    private volatile String waitsFor = "not started";
    private @Nullable Thread starting;
    private List<PeriodicTask> maintenanceTasks = List.of();

    /**
     * Work between the migration of the schema and the start of ingest. It may throw {@link StoreUnavailableException}, and
     * is then repeated from its beginning. Other instances may run it at the same time.
     */
    @FunctionalInterface
    public interface StartupTask {

        void run();
    }

    IngestLifecycle(
            Store store, Ingest ingest, MaintenanceTask maintenance, List<StartupTask> startupTasks, Backoff backoff) {
        super("ingest");
        this.store = store;
        this.ingest = ingest;
        this.maintenance = maintenance;
        this.startupTasks = List.copyOf(startupTasks);
        this.backoff = backoff;
    }

    /** The reason why the loops have not been started; empty while they run. */
    public String waitsFor() {
        return waitsFor;
    }

    /** Runs {@code work} once, after the start of the loops. */
    public void whenStarted(Runnable work) {
        var _ = started.thenRun(work);
    }

    /** Skips {@code work} until the loops have been started, since the schema may not exist. */
    public Runnable onceStarted(Runnable work) {
        return () -> {
            if (waitsFor.isEmpty()) {
                work.run();
            }
        };
    }

    /** The state of each consumer loop; empty before the start. */
    public List<LoopStatus> loops() {
        return started.isDone() ? ingest.loops() : List.of();
    }

    @Override
    protected void begin() {
        starting = Thread.ofPlatform().daemon().name("ingest-start").start(this::startWhenPrepared);
    }

    private void startWhenPrepared() {
        waitsFor = "the database schema";
        for (int failures = 1; !prepare(); failures++) {
            try {
                Thread.sleep(backoff.delay(failures));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        startLoops();
    }

    private boolean prepare() {
        try {
            store.migrate();
            maintenance.run();
            startupTasks.forEach(StartupTask::run);
            return true;
        } catch (AggregatorException e) {
            report(String.valueOf(e.getMessage()), null);
        } catch (RuntimeException e) {
            report(e.toString(), e);
        }
        return false;
    }

    private void report(String reason, @Nullable RuntimeException defect) {
        String message = "the database schema: " + reason;
        if (!message.equals(waitsFor)) {
            waitsFor = message;
            log.warn("ingest waits for the database schema: reason={}", reason, defect);
        }
    }

    private synchronized void startLoops() {
        if (!isRunning()) {
            return;
        }
        ingest.start();
        maintenanceTasks = List.of(
                PeriodicTask.start("maintenance", MaintenanceTask.INTERVAL, maintenance),
                PeriodicTask.start("compaction", MaintenanceTask.INTERVAL, maintenance::compact));
        waitsFor = "";
        started.complete(true);
        log.info("ingest started: loops={}", ingest.loops().size());
    }

    @Override
    protected void end() throws InterruptedException {
        waitsFor = "stopping";
        if (starting != null) {
            starting.interrupt();
        }
        maintenanceTasks.forEach(PeriodicTask::close);
        if (started.isDone() && ingest.stop(STOP_TIMEOUT)) {
            log.info("ingest stopped");
        }
    }
}
