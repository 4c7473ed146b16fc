package io.logaggregator.faults;

import java.nio.file.Path;
import java.util.List;

/** The program. Exit code: 0 without differences, 1 with differences, 2 for invalid arguments. */
final class Faults {

    private static final Path DIRECTORY = Path.of("faults", "target", "run");

    private Faults() {}

    /** Arguments: see {@link FaultRunSettings#USAGE}. */
    @SuppressWarnings("CatchAndPrintStackTrace") // exit follows
    public static void main(String[] arguments) {
        int status = 1;
        try {
            FaultRunSettings settings = FaultRunSettings.of(List.of(arguments));
            Report report = new FaultRun(settings, DIRECTORY, System.out::println).run();
            report.write(DIRECTORY.resolve("report.md"));
            System.out.println();
            System.out.println(report.markdown());
            status = report.differences().isEmpty() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            status = 2;
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            System.exit(status); // producer threads may still wait for a broker
        }
    }
}
