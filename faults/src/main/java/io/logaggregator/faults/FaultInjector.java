package io.logaggregator.faults;

import io.logaggregator.faults.system.Aggregator;
import io.logaggregator.faults.system.Await;
import io.logaggregator.faults.system.FaultTarget;
import io.logaggregator.faults.system.Installation;
import io.logaggregator.faults.system.NetworkProxy;
import io.logaggregator.faults.system.Tmpfs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Injects faults at their times and ends them: at most two at a time, and one per target. */
final class FaultInjector {

    private static final int MAX_CONCURRENT = 2;
    private static final Duration END_TIMEOUT = Duration.ofMinutes(5);

    private final Installation installation;
    private final Attacks attacks;
    private final Consumer<String> output;
    private final InstantSource clock;
    private final Semaphore concurrent = new Semaphore(MAX_CONCURRENT);
    private final Map<Fault.Target, Semaphore> targets = new EnumMap<>(Fault.Target.class);
    private final List<InjectedFault> injected = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    FaultInjector(Installation installation, Attacks attacks, Consumer<String> output, InstantSource clock) {
        this.installation = installation;
        this.attacks = attacks;
        this.output = output;
        this.clock = clock;
        for (Fault.Target target : Fault.Target.values()) {
            targets.put(target, new Semaphore(1));
        }
    }

    /** A fault that has ended, with its actual times. */
    record InjectedFault(Fault fault, Instant start, Instant end) {}

    /** Returns when all faults have ended. Stops at the first fault that cannot be ended. */
    void run(List<Fault> faults) throws InterruptedException {
        Instant start = clock.instant();
        for (Fault fault : faults) {
            Await.pause(Duration.between(clock.instant(), start.plus(fault.start())));
            acquire(target(fault), fault);
            acquire(concurrent, fault);
            if (!failures.isEmpty()) {
                return;
            }
            print(start, fault);
            Thread.ofPlatform().daemon().name("fault-" + fault.number()).start(() -> inject(fault));
        }
        if (!concurrent.tryAcquire(MAX_CONCURRENT, END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            failures.add("a fault has not ended within " + END_TIMEOUT);
        }
    }

    private Semaphore target(Fault fault) {
        Semaphore target = targets.get(fault.target());
        if (target == null) {
            throw new IllegalStateException("target: " + fault.target());
        }
        return target;
    }

    private static void acquire(Semaphore semaphore, Fault fault) throws InterruptedException {
        if (!semaphore.tryAcquire(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the faults before " + fault + " have not ended within " + END_TIMEOUT);
        }
    }

    private void print(Instant start, Fault fault) {
        Duration after = Duration.between(start, clock.instant());
        output.accept("%02d:%02d.%d  fault %d: %s (%s) for %.1f s"
                .formatted(
                        after.toMinutes(),
                        after.toSecondsPart(),
                        after.toMillisPart() / 100,
                        fault.number(),
                        fault.kind().title(),
                        fault.target().title(),
                        fault.duration().toMillis() / 1e3));
    }

    private void inject(Fault fault) {
        Instant start = clock.instant();
        try {
            injectAndEnd(fault);
            injected.add(new InjectedFault(fault, start, clock.instant()));
        } catch (InterruptedException | RuntimeException e) {
            failures.add("fault " + fault.number() + ", " + fault.kind().title() + ", has not ended: " + e);
        } finally {
            concurrent.release();
            target(fault).release();
        }
    }

    private void injectAndEnd(Fault fault) throws InterruptedException {
        Duration duration = fault.duration();
        switch (fault.kind()) {
            case AGGREGATOR_KILL, BROKER_KILL, POSTGRES_KILL -> kill(server(fault.target()), duration);
            case AGGREGATOR_STOP, BROKER_STOP, POSTGRES_STOP -> stop(server(fault.target()), duration);
            case DISK_FULL -> fillDisk(() -> {}, duration);
            case WAL_FULL -> fillDisk(installation.database()::exhaustWal, duration);
            case NETWORK_STALL -> disturb(proxy(fault.target()), NetworkProxy.State.STALLED, duration);
            case NETWORK_RESET -> disturb(proxy(fault.target()), NetworkProxy.State.RESET, duration);
            case NETWORK_TRICKLE -> disturb(proxy(fault.target()), NetworkProxy.State.TRICKLING, duration);
            case UPLOADS -> attacks.holdUploads(aggregator(fault.target()), duration);
            case READERS -> attacks.holdResponses(aggregator(fault.target()), duration);
            case PATTERNS -> attacks.searchPatterns(aggregator(fault.target()), duration);
            case FAN_OUT -> attacks.publishManyEvents(duration);
            case HARD_EVENTS -> attacks.publishHardEvents(duration);
            case HOSTS -> attacks.publishNewHosts(duration);
            case TRANSACTION -> attacks.holdTransaction(duration);
            case RECEIVER_HANGS -> attacks.holdWebhooks(duration);
        }
    }

    private static void kill(FaultTarget server, Duration duration) throws InterruptedException {
        server.kill();
        Await.pause(duration);
        server.start();
    }

    private static void stop(FaultTarget server, Duration duration) throws InterruptedException {
        server.stop();
        try {
            Await.pause(duration);
        } finally {
            server.resume();
        }
    }

    private void fillDisk(Runnable then, Duration duration) throws InterruptedException {
        Tmpfs disk = installation.disk().orElseThrow();
        disk.fill();
        try {
            then.run();
            Await.pause(duration);
        } finally {
            disk.free();
        }
        installation.database().recover();
    }

    private static void disturb(NetworkProxy proxy, NetworkProxy.State state, Duration duration)
            throws InterruptedException {
        proxy.set(state);
        try {
            Await.pause(duration);
        } finally {
            proxy.set(NetworkProxy.State.OPEN);
        }
    }

    private FaultTarget server(Fault.Target target) {
        return switch (target) {
            case AGGREGATOR_1, AGGREGATOR_2 -> aggregator(target);
            case BROKER -> installation.broker();
            case POSTGRES -> installation.database();
            case BROKER_PROXY, POSTGRES_PROXY_1, POSTGRES_PROXY_2, TOPIC, RECEIVER ->
                throw new IllegalStateException("target: " + target + " (expected: a server)");
        };
    }

    private Aggregator aggregator(Fault.Target target) {
        return switch (target) {
            case AGGREGATOR_1 -> installation.aggregators().get(0);
            case AGGREGATOR_2 -> installation.aggregators().get(1);
            case BROKER, POSTGRES, BROKER_PROXY, POSTGRES_PROXY_1, POSTGRES_PROXY_2, TOPIC, RECEIVER ->
                throw new IllegalStateException("target: " + target + " (expected: an aggregator)");
        };
    }

    private NetworkProxy proxy(Fault.Target target) {
        return switch (target) {
            case BROKER_PROXY -> installation.brokerProxy();
            case POSTGRES_PROXY_1 -> installation.databaseProxy(0);
            case POSTGRES_PROXY_2 -> installation.databaseProxy(1);
            case AGGREGATOR_1, AGGREGATOR_2, BROKER, POSTGRES, TOPIC, RECEIVER ->
                throw new IllegalStateException("target: " + target + " (expected: a proxy)");
        };
    }

    /** Faults in the order in which they ended. */
    List<InjectedFault> injected() {
        return List.copyOf(injected);
    }

    /** Faults that could not be ended: failures of the test environment, not of the aggregator. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
