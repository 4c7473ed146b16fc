package io.logaggregator.faults;

import io.logaggregator.faults.Fault.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws faults: each kind once before any comes a second time, at uneven times, some of them overlapping. */
final class FaultPlan {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Duration LONGEST_CUT = Duration.ofSeconds(12);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(4);
    private static final Duration LONGEST_FULL = Duration.ofSeconds(8);
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final Random random;
    private final Duration apart;

    private FaultPlan(Random random, Duration apart) {
        this.random = random;
        this.apart = apart;
    }

    /** The same ones for the same arguments, in order. */
    static List<Fault> draw(FaultRunSettings settings, Set<FaultKind> kinds) {
        Duration apart = settings.time().dividedBy(settings.faults());
        return new FaultPlan(new Random(settings.seed()), apart).draw(settings.faults(), kinds);
    }

    private List<Fault> draw(int faults, Set<FaultKind> kinds) {
        List<Fault> drawn = new ArrayList<>();
        List<FaultKind> deck = new ArrayList<>();
        while (drawn.size() < faults) {
            if (deck.isEmpty()) {
                deck.addAll(EnumSet.copyOf(kinds));
                Collections.shuffle(deck, random);
            }
            FaultKind kind = deck.removeLast();
            Duration after = apart.multipliedBy(drawn.size()).plus(between(Duration.ZERO, apart));
            drawn.add(new Fault(drawn.size() + 1, after, kind, victim(kind), lasts(kind)));
        }
        return drawn;
    }

    private Victim victim(FaultKind kind) {
        return switch (kind) {
            case KILLED_AGGREGATOR, STOPPED_AGGREGATOR -> one(Victim.AGGREGATOR_1, Victim.AGGREGATOR_2);
            case KILLED_BROKER, STOPPED_BROKER -> Victim.BROKER;
            case KILLED_POSTGRES, STOPPED_POSTGRES, FULL_DISK, FULL_LOG -> Victim.POSTGRES;
            case STALLED_LINE, RESET_LINE, TRICKLING_LINE ->
                one(Victim.LINE_TO_BROKER, Victim.LINE_OF_AGGREGATOR_1, Victim.LINE_OF_AGGREGATOR_2);
        };
    }

    /** Faults that come close after each other are short, or they would all be one. */
    private Duration lasts(FaultKind kind) {
        Duration longest = switch (kind) {
            case KILLED_AGGREGATOR, KILLED_BROKER, KILLED_POSTGRES -> LONGEST_ABSENCE;
            case STOPPED_AGGREGATOR, STOPPED_BROKER, STOPPED_POSTGRES -> LONGEST_STOP;
            case FULL_DISK, FULL_LOG -> LONGEST_FULL;
            case STALLED_LINE, RESET_LINE, TRICKLING_LINE -> LONGEST_CUT;
        };
        Duration most = apart.multipliedBy(2).compareTo(longest) < 0 ? apart.multipliedBy(2) : longest;
        return between(SHORTEST, most);
    }

    private Duration between(Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }

    private Victim one(Victim... victims) {
        return victims[random.nextInt(victims.length)];
    }
}
