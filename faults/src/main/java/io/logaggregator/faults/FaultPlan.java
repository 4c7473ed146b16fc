package io.logaggregator.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws faults at random times. Each kind occurs once before any kind occurs again. Faults may overlap. */
final class FaultPlan {

    private static final Duration MIN_DURATION = Duration.ofMillis(200);

    private final Random random;
    private final Duration interval;

    private FaultPlan(Random random, Duration interval) {
        this.random = random;
        this.interval = interval;
    }

    /** Returns the faults by start time, the same ones for the same arguments. */
    static List<Fault> draw(FaultRunSettings settings, Set<Fault.Kind> kinds) {
        Duration interval = settings.time().dividedBy(settings.faults());
        return new FaultPlan(new Random(settings.seed()), interval).draw(settings.faults(), kinds);
    }

    private List<Fault> draw(int faults, Set<Fault.Kind> kinds) {
        List<Fault> drawn = new ArrayList<>();
        List<Fault.Kind> deck = new ArrayList<>();
        while (drawn.size() < faults) {
            if (deck.isEmpty()) {
                deck.addAll(EnumSet.copyOf(kinds));
                Collections.shuffle(deck, random);
            }
            Fault.Kind kind = deck.removeLast();
            Duration start = interval.multipliedBy(drawn.size()).plus(between(Duration.ZERO, interval));
            drawn.add(new Fault(drawn.size() + 1, start, kind, target(kind), duration(kind)));
        }
        return drawn;
    }

    private Fault.Target target(Fault.Kind kind) {
        List<Fault.Target> targets = kind.targets();
        return targets.size() == 1 ? targets.getFirst() : targets.get(random.nextInt(targets.size()));
    }

    /** Faults in quick succession are short, so that they do not become one long fault. */
    private Duration duration(Fault.Kind kind) {
        Duration twice = interval.multipliedBy(2);
        return between(MIN_DURATION, twice.compareTo(kind.maxDuration()) < 0 ? twice : kind.maxDuration());
    }

    private Duration between(Duration min, Duration max) {
        return Duration.ofMillis(random.nextLong(min.toMillis(), max.toMillis() + 1));
    }
}
