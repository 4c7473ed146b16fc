package io.logaggregator.server;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The command line of a program: Spring takes every {@code --key=value} without a word, also those that nobody reads.
 *
 * @param usage what {@code --help} prints
 * @param sections what keys may begin with, besides those of Spring Boot itself
 */
public record CommandLine(String usage, Set<String> sections) {

    private static final Set<String> SPRING = Set.of("server", "spring", "management", "logging", "debug", "trace");

    private static final String CHECK = "--check-config";

    public CommandLine {
        Set<String> all = new HashSet<>(sections);
        all.addAll(SPRING);
        sections = Set.copyOf(all);
    }

    /** Prints what is asked for, or what is wrong, and gives the code to exit with; empty when the program is to start. */
    public OptionalInt answer(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(usage);
            return OptionalInt.of(0);
        }
        Optional<String> mistake = mistakeIn(arguments);
        mistake.ifPresent(System.err::println);
        return mistake.isPresent() ? OptionalInt.of(2) : OptionalInt.empty();
    }

    /** What is wrong with the arguments, if something is. Only sections: each key is checked when settings are bound. */
    Optional<String> mistakeIn(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !isOption(argument))
                .map(argument -> argument + ": unknown (expected: --key=value; --help shows the most important keys)")
                .findFirst();
    }

    /** Whether the configuration is to be looked at, and nothing started. */
    public static boolean asksForCheck(String[] arguments) {
        return Arrays.asList(arguments).contains(CHECK);
    }

    private boolean isOption(String argument) {
        if (argument.equals(CHECK)) {
            return true;
        }
        if (!argument.startsWith("--")) {
            return false;
        }
        String key = argument.substring(2).split("=", 2)[0];
        return sections.contains(key.split("\\.", 2)[0]);
    }
}
