package io.logaggregator.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a run is to be.
 *
 * @param seed of which faults come when, for how long, and of what the hosts say
 * @param faults how many
 * @param time within which they begin
 */
record FaultRunSettings(long seed, int faults, Duration time) {

    static final String USAGE = """
            Usage: ./mvnw -q -Pfaults -Dspring-boot.run.arguments="[seed] [faults] [minutes]"

              seed     a whole number: the same faults come again with it; a new one
              faults   1 to 10000; 20
              minutes  within which they begin, at least one for every 20 faults; 3""";

    private static final int FAULTS = 20;
    private static final int MINUTES = 3;
    private static final int MOST_A_MINUTE = 20;

    FaultRunSettings {
        if (faults < 1 || faults > 10_000) {
            throw wrong("faults", faults, "1 to 10000");
        }
        if (time.multipliedBy(MOST_A_MINUTE).compareTo(Duration.ofMinutes(faults)) < 0) {
            throw wrong("minutes", time, "at least one for every " + MOST_A_MINUTE + " faults");
        }
    }

    static FaultRunSettings of(List<String> arguments) {
        if (arguments.size() > 3) {
            throw wrong("arguments", arguments, "three at most");
        }
        return new FaultRunSettings(
                number("seed", arguments, 0, new SplittableRandom().nextInt(1_000_000)),
                Math.toIntExact(number("faults", arguments, 1, FAULTS)),
                Duration.ofMinutes(number("minutes", arguments, 2, MINUTES)));
    }

    private static long number(String name, List<String> arguments, int index, long standard) {
        if (arguments.size() <= index) {
            return standard;
        }
        try {
            return Integer.parseInt(arguments.get(index));
        } catch (NumberFormatException e) {
            throw wrong(name, arguments.get(index), "a whole number");
        }
    }

    private static IllegalArgumentException wrong(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")\n\n" + USAGE);
    }
}
