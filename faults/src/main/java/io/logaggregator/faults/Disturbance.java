package io.logaggregator.faults;

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

/** Brings faults about at their times, two at a time at most and one of each victim, and heals each. */
final class Disturbance {

    private static final int AT_ONCE = 2;
    private static final Duration HEALING_LIMIT = Duration.ofMinutes(5);

    private final Installation installation;
    private final Consumer<String> print;
    private final InstantSource clock;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<Fault.Victim, Semaphore> victims = new EnumMap<>(Fault.Victim.class);
    private final List<Healed> healed = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    Disturbance(Installation installation, Consumer<String> print, InstantSource clock) {
        this.installation = installation;
        this.print = print;
        this.clock = clock;
        for (Fault.Victim victim : Fault.Victim.values()) {
            victims.put(victim, new Semaphore(1));
        }
    }

    /** When a fault was there. */
    record Healed(Fault fault, Instant begun, Instant ended) {}

    /** Returns when all are healed. The first that cannot be ends it. */
    void run(List<Fault> faults) throws InterruptedException {
        Instant begin = clock.instant();
        for (Fault fault : faults) {
            Patience.pause(Duration.between(clock.instant(), begin.plus(fault.after())));
            acquire(victim(fault), fault);
            acquire(free, fault);
            if (!failures.isEmpty()) {
                return;
            }
            tell(begin, fault);
            Thread.ofPlatform().daemon().name("fault-" + fault.number()).start(() -> bringAbout(fault));
        }
        if (!free.tryAcquire(AT_ONCE, HEALING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            failures.add("a fault is not healed within " + HEALING_LIMIT);
        }
    }

    private Semaphore victim(Fault fault) {
        Semaphore victim = victims.get(fault.victim());
        if (victim == null) {
            throw new IllegalStateException("victim: " + fault.victim());
        }
        return victim;
    }

    private static void acquire(Semaphore one, Fault fault) throws InterruptedException {
        if (!one.tryAcquire(HEALING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("what comes before " + fault + " is not healed within " + HEALING_LIMIT);
        }
    }

    private void tell(Instant begin, Fault fault) {
        Duration after = Duration.between(begin, clock.instant());
        print.accept("%02d:%02d.%d  fault %d: %s (%s) for %.1f s"
                .formatted(
                        after.toMinutes(),
                        after.toSecondsPart(),
                        after.toMillisPart() / 100,
                        fault.number(),
                        fault.kind().title(),
                        fault.victim().title(),
                        fault.lasts().toMillis() / 1e3));
    }

    private void bringAbout(Fault fault) {
        Instant begun = clock.instant();
        try {
            apply(fault);
            healed.add(new Healed(fault, begun, clock.instant()));
        } catch (InterruptedException | RuntimeException e) {
            failures.add("fault " + fault.number() + ", " + fault.kind().title() + ", is not healed: " + e);
        } finally {
            free.release();
            victim(fault).release();
        }
    }

    private void apply(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILLED_AGGREGATOR, KILLED_BROKER, KILLED_POSTGRES -> kill(disturbed(fault.victim()), fault.lasts());
            case STOPPED_AGGREGATOR, STOPPED_BROKER, STOPPED_POSTGRES -> stop(disturbed(fault.victim()), fault.lasts());
            case FULL_DISK -> fill(installation.disk().orElseThrow(), () -> {}, fault.lasts());
            case FULL_LOG ->
                fill(installation.disk().orElseThrow(), installation.database()::exhaustLog, fault.lasts());
            case STALLED_LINE -> cut(line(fault.victim()), Line.State.STALLED, fault.lasts());
            case RESET_LINE -> cut(line(fault.victim()), Line.State.RESET, fault.lasts());
            case TRICKLING_LINE -> cut(line(fault.victim()), Line.State.TRICKLING, fault.lasts());
        }
    }

    private static void kill(Disturbed server, Duration lasts) throws InterruptedException {
        server.kill();
        Patience.pause(lasts);
        server.start();
    }

    private static void stop(Disturbed server, Duration lasts) throws InterruptedException {
        server.stop();
        try {
            Patience.pause(lasts);
        } finally {
            server.resume();
        }
    }

    private void fill(SmallDisk disk, Runnable then, Duration lasts) throws InterruptedException {
        disk.fill();
        try {
            then.run();
            Patience.pause(lasts);
        } finally {
            disk.free();
        }
        installation.database().recover();
    }

    private static void cut(Line line, Line.State state, Duration lasts) throws InterruptedException {
        line.set(state);
        try {
            Patience.pause(lasts);
        } finally {
            line.set(Line.State.OPEN);
        }
    }

    private Disturbed disturbed(Fault.Victim victim) {
        return switch (victim) {
            case AGGREGATOR_1 -> installation.aggregators().get(0);
            case AGGREGATOR_2 -> installation.aggregators().get(1);
            case BROKER -> installation.broker();
            case POSTGRES -> installation.database();
            case LINE_TO_BROKER, LINE_OF_AGGREGATOR_1, LINE_OF_AGGREGATOR_2 ->
                throw new IllegalStateException("victim: " + victim + " (expected: a server)");
        };
    }

    private Line line(Fault.Victim victim) {
        return switch (victim) {
            case LINE_TO_BROKER -> installation.toBroker();
            case LINE_OF_AGGREGATOR_1 -> installation.toDatabase(0);
            case LINE_OF_AGGREGATOR_2 -> installation.toDatabase(1);
            case AGGREGATOR_1, AGGREGATOR_2, BROKER, POSTGRES ->
                throw new IllegalStateException("victim: " + victim + " (expected: a line)");
        };
    }

    /** In the order in which they were healed. */
    List<Healed> healed() {
        return List.copyOf(healed);
    }

    /** What could not be healed, which is no fault of the aggregator's. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
