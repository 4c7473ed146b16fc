package io.logaggregator.server.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Platform threads for processor-bound work on data of clients. Virtual threads are not preempted: such work would occupy
 * their carriers, and delay every other request.
 *
 * <p>Clients take turns, and one thread is always free for another client. Thread-safe.
 */
public final class FairPool implements AutoCloseable {

    private final int maxRunning;
    private final int maxWaiting;
    private final ExecutorService threads;
    private final Counter rejections;

    /** The tasks of each client that wait, in the order of their turns. */
    private final Map<String, Queue<Task>> waiting = new LinkedHashMap<>();

    private final Map<String, Integer> running = new HashMap<>();

    /**
     * @param maxRunning tasks of a client that run at once, fewer than the threads
     * @param maxWaiting tasks of a client that wait
     */
    public FairPool(String name, int maxRunning, int maxWaiting, MeterRegistry registry) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
        threads = Executors.newFixedThreadPool(
                maxRunning + 1, Thread.ofPlatform().name(name + '-', 0).daemon().factory());
        rejections = Rejections.counter(name, registry);
    }

    /**
     * Returns the result of the work, or throws its exception. Work that blocks occupies its thread.
     *
     * @param client name of the key
     * @throws OverloadedException if too much work of this client waits
     */
    public <T> T call(String client, Supplier<T> work) {
        FutureTask<T> future = new FutureTask<>(work::get);
        add(new Task(client, future));
        threads.execute(this::runTasks);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a thread", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void add(Task task) {
        Queue<Task> ofClient = waiting.computeIfAbsent(task.client, _ -> new ArrayDeque<>());
        if (ofClient.size() >= maxWaiting) {
            rejections.increment();
            throw new OverloadedException("Too many requests of this key wait for the processor.");
        }
        ofClient.add(task);
    }

    /** Tasks of a client that wait or run. */
    synchronized int pending(String client) {
        Queue<Task> ofClient = waiting.get(client);
        return running.getOrDefault(client, 0) + (ofClient == null ? 0 : ofClient.size());
    }

    /** Runs tasks until none may run. Called once for each task, so that none is left. */
    private void runTasks() {
        Optional<Task> task = begin();
        while (task.isPresent()) {
            try {
                task.get().work.run();
            } finally {
                end(task.get());
            }
            task = begin();
        }
    }

    /** The first task of the client whose turn it is, and which has less than its maximum of running tasks. */
    private synchronized Optional<Task> begin() {
        Iterator<Map.Entry<String, Queue<Task>>> turns = waiting.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<String, Queue<Task>> turn = turns.next();
            if (running.getOrDefault(turn.getKey(), 0) < maxRunning) {
                turns.remove();
                Task task = turn.getValue().remove();
                if (!turn.getValue().isEmpty()) {
                    waiting.put(turn.getKey(), turn.getValue());
                }
                running.merge(task.client, 1, Integer::sum);
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private synchronized void end(Task task) {
        running.computeIfPresent(task.client, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Returns at once; waiting tasks still run. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private record Task(String client, FutureTask<?> work) {}
}
