package io.logaggregator.server.rule.file;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The commands of the program that work on files of rules and of other programs, without a configuration or connections. */
public final class RuleCommands {

    private static final String CHECK = "--check-rules";
    private static final String CONVERT = "--convert-rules";
    private static final String CONVERT_ALERTMANAGER = "--convert-alertmanager";

    private static final int USAGE = 2;

    private RuleCommands() {}

    /**
     * Runs the command that is the first argument.
     *
     * @return the exit code: 0 if all rules are valid or converted, 1 if not, 2 without files; empty if it is no command
     */
    public static OptionalInt run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty()
                || !List.of(CHECK, CONVERT, CONVERT_ALERTMANAGER).contains(arguments.getFirst())) {
            return OptionalInt.empty();
        }
        List<String> files = arguments.subList(1, arguments.size());
        if (files.isEmpty() || files.stream().anyMatch(file -> file.startsWith("--"))) {
            err.println(arguments.getFirst() + ": no files (expected: " + arguments.getFirst() + " FILE...)");
            return OptionalInt.of(USAGE);
        }
        try {
            List<Path> paths = files.stream().map(Path::of).toList();
            return OptionalInt.of(
                    switch (arguments.getFirst()) {
                        case CHECK -> check(paths, out);
                        case CONVERT -> convert(PrometheusRules.convert(paths), out, err);
                        default -> convert(AlertmanagerConfiguration.convert(paths), out, err);
                    });
        } catch (InvalidPathException e) {
            err.println(e.getInput() + ": no path of a file");
            return OptionalInt.of(USAGE);
        }
    }

    /** One line for each problem; the files are checked as the parts of one configuration. */
    private static int check(List<Path> files, PrintStream out) {
        RuleFiles read = RuleFiles.read(files);
        Stream.concat(
                        read.problems().stream(),
                        Stream.of("Valid rules: " + read.rules().size() + ". Problems: "
                                + read.problems().size() + "."))
                .forEach(out::println);
        return read.problems().isEmpty() ? 0 : 1;
    }

    /** The converted rules on standard output; the others, and notes, on standard error. */
    private static int convert(PrometheusRules rules, PrintStream out, PrintStream err) {
        out.print(rules.yaml());
        rules.notes().forEach(note -> err.println("note: " + note));
        rules.unconverted().forEach(rule -> err.println("not converted: " + rule));
        err.println("Converted: " + rules.converted() + ". Not converted: "
                + rules.unconverted().size() + ".");
        return rules.unconverted().isEmpty() ? 0 : 1;
    }

    /** The settings on standard output; the parts without an equivalent, and notes, on standard error. */
    private static int convert(AlertmanagerConfiguration settings, PrintStream out, PrintStream err) {
        return convert(
                new PrometheusRules(settings.yaml(), settings.converted(), settings.unconverted(), settings.notes()),
                out,
                err);
    }
}
