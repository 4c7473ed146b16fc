package io.logaggregator.server;

import io.logaggregator.server.rule.file.RuleCommands;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Checks the command line of a program, since Spring accepts unknown options.
 *
 * @param usage the text of {@code --help}
 * @param sections first parts of valid keys, in addition to those of Spring Boot
 */
public record CommandLine(String usage, Set<String> sections) {

    private static final Set<String> SPRING = Set.of("server", "spring", "management", "logging", "debug", "trace");

    private static final String CHECK = "--check-config";

    public CommandLine {
        Set<String> all = new HashSet<>(sections);
        all.addAll(SPRING);
        sections = Set.copyOf(all);
    }

    /** Prints the usage or the error, or runs a command; returns the exit code, or empty if the program should start. */
    public OptionalInt handle(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(usage);
            return OptionalInt.of(0);
        }
        OptionalInt command = RuleCommands.run(List.of(arguments), System.out, System.err);
        if (command.isPresent()) {
            return command;
        }
        Optional<String> error = errorIn(arguments);
        error.ifPresent(System.err::println);
        return error.isPresent() ? OptionalInt.of(2) : OptionalInt.empty();
    }

    /** The first invalid option. It checks sections only; keys are checked when the settings are bound. */
    Optional<String> errorIn(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !isOption(argument))
                .map(argument -> argument + ": unknown (expected: --key=value; --help shows the most important keys)")
                .findFirst();
    }

    /** Whether the configuration should be checked instead of starting the program. */
    public static boolean requestsCheck(String[] arguments) {
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
