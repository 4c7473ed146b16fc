package io.logaggregator.faults;

import java.nio.file.Path;
import java.util.List;

/** The command: disturbs, judges, and ends with 0 if nothing differs, 1 if something does, 2 for wrong arguments. */
final class Faults {

    private static final Path DIRECTORY = Path.of("faults", "target", "run");

    private Faults() {}

    /** Arguments: see {@link FaultRunSettings#USAGE}. */
    @SuppressWarnings("CatchAndPrintStackTrace") // the exit that follows would swallow it
    public static void main(String[] arguments) {
        int status = 1;
        try {
            FaultRunSettings settings = FaultRunSettings.of(List.of(arguments));
            Report report = new FaultRun(settings, DIRECTORY, System.out::println).run();
            report.write(DIRECTORY.resolve("report.md"));
            System.out.println();
            report.lines().forEach(System.out::println);
            status = report.differences().isEmpty() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            status = 2;
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            System.exit(status); // no thread of a producer that waits for a broker may keep it
        }
    }
}
