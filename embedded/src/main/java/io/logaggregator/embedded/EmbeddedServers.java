package io.logaggregator.embedded;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Kafka and PostgreSQL: if one does not start, the other is stopped. */
record EmbeddedServers(EmbeddedKafkaBroker kafka, EmbeddedPostgresServer postgres) implements AutoCloseable {

    /** Starts both in parallel, because each takes seconds. */
    static EmbeddedServers start(EmbeddedSettings settings) {
        Path directory = settings.dataDirectory();
        FutureTask<EmbeddedPostgresServer> postgres = inBackground(() -> EmbeddedPostgresServer.start(
                directory.resolve("postgres"), settings.postgres().port()));
        try {
            EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start(
                    directory.resolve("kafka"), settings.kafka().port());
            try {
                return new EmbeddedServers(kafka, await(postgres));
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
        } catch (RuntimeException e) {
            closeWhenStarted(postgres);
            throw e;
        }
    }

    private static FutureTask<EmbeddedPostgresServer> inBackground(Callable<EmbeddedPostgresServer> start) {
        FutureTask<EmbeddedPostgresServer> task = new FutureTask<>(start);
        Thread.ofPlatform().name("embedded-postgres-start").start(task);
        return task;
    }

    private static EmbeddedPostgresServer await(FutureTask<EmbeddedPostgresServer> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static void closeWhenStarted(FutureTask<EmbeddedPostgresServer> task) {
        try {
            task.get().close();
        } catch (ExecutionException e) {
            return; // not started: the failure is reported elsewhere
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            postgres.close();
        }
    }
}
