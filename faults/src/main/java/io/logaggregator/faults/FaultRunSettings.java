package io.logaggregator.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Settings of a run.
 *
 * @param seed of the faults and of the CPU samples
 * @param faults number of faults
 * @param time within which the faults start
 */
record FaultRunSettings(long seed, int faults, Duration time) {

    static final String USAGE = """
            Usage: ./mvnw -q -Pfaults -Dspring-boot.run.arguments="[seed] [faults] [minutes]"

              seed     an integer that reproduces the faults (default: random)
              faults   1 to 10000 (default: 20)
              minutes  within which the faults start, at least 1 per 20 faults (default: 3)""";

    private static final int FAULTS = 20;
    private static final int MINUTES = 3;
    private static final int MAX_PER_MINUTE = 20;

    FaultRunSettings {
        if (faults < 1 || faults > 10_000) {
            throw invalid("faults", faults, "1 to 10000");
        }
        if (time.multipliedBy(MAX_PER_MINUTE).compareTo(Duration.ofMinutes(faults)) < 0) {
            throw invalid("minutes", time, "at least 1 per " + MAX_PER_MINUTE + " faults");
        }
    }

    static FaultRunSettings of(List<String> arguments) {
        if (arguments.size() > 3) {
            throw invalid("arguments", arguments, "at most 3");
        }
        return new FaultRunSettings(
                number("seed", arguments, 0, new SplittableRandom().nextInt(1_000_000)),
                Math.toIntExact(number("faults", arguments, 1, FAULTS)),
                Duration.ofMinutes(number("minutes", arguments, 2, MINUTES)));
    }

    private static long number(String name, List<String> arguments, int index, long defaultValue) {
        if (arguments.size() <= index) {
            return defaultValue;
        }
        try {
            return Integer.parseInt(arguments.get(index));
        } catch (NumberFormatException e) {
            throw invalid(name, arguments.get(index), "an integer");
        }
    }

    private static IllegalArgumentException invalid(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")\n\n" + USAGE);
    }
}
