package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Report;
import java.util.List;

/**
 * A part of the table that can be measured alone.
 *
 * @param minutes how long it takes on two cores when nothing else is said, about
 * @param arguments what it takes, with the sizes that are measured when nothing else is said
 */
record Measurement(String name, double minutes, Arguments arguments, Work work) {

    @FunctionalInterface
    interface Work {
        void run(Arguments arguments, Report report) throws Exception;
    }

    /** The same with other sizes: those that follow its name on the command line. */
    Measurement with(List<String> nameAndSizes) {
        return new Measurement(name, minutes, arguments.with(nameAndSizes.subList(1, nameAndSizes.size())), work);
    }
}
