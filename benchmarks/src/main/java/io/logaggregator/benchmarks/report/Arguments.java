package io.logaggregator.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Sizes of a measurement by name, in command line order. */
public record Arguments(SequencedMap<String, Integer> numbers) {

    /** Default sizes. */
    public static Arguments of(Object... namesAndNumbers) {
        SequencedMap<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            numbers.put((String) namesAndNumbers[i], (Integer) namesAndNumbers[i + 1]);
        }
        return new Arguments(numbers);
    }

    public int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(name + ": no argument (expected: one of " + numbers.keySet() + ')');
        }
        return number;
    }

    /**
     * Replaces the first sizes.
     *
     * @throws IllegalArgumentException if there are too many, or one is not a positive number
     */
    public Arguments with(List<String> given) {
        if (given.size() > numbers.size()) {
            throw new IllegalArgumentException("arguments: " + given + " (expected: " + this + ')');
        }
        SequencedMap<String, Integer> replaced = new LinkedHashMap<>(numbers);
        int index = 0;
        for (String name : numbers.keySet()) {
            if (index < given.size()) {
                replaced.put(name, positive(name, given.get(index++)));
            }
        }
        return new Arguments(replaced);
    }

    private static int positive(String name, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: a positive number)", e);
        }
        throw new IllegalArgumentException(name + ": " + text + " (expected: a positive number)");
    }

    @Override
    public String toString() {
        return numbers.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }
}
