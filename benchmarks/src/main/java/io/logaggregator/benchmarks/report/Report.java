package io.logaggregator.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of results. Progress is printed to stderr. */
public final class Report {

    private static final String HEAD =
            "| measurement | result | baseline | ratio | goal | met |\n|---|---|---|---|---|---|";

    private final List<String> rows = new ArrayList<>();
    private final long begin = System.nanoTime();

    /** Prints a line with the elapsed time. */
    public void progress(String what) {
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        System.err.printf("%02d:%02d  %s%n", seconds / 60, seconds % 60, what);
    }

    /** Starts a section of the table. */
    public void heading(String part) {
        add(Row.of("**" + part + "**", ""));
    }

    public void add(Row row) {
        rows.add(row.markdown());
        progress(row.markdown());
    }

    /** Prints the table with the test environment, and writes it to a file. */
    public void finish(Path file) throws IOException {
        String markdown =
                "# Results\n\n%s.\n\n%s\n%s\n".formatted(TestEnvironment.description(), HEAD, String.join("\n", rows));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, markdown);
        System.out.printf("%n%s%n", markdown);
        progress("written to " + file);
    }
}
