package io.logaggregator.server.wiring;

import io.logaggregator.core.ingest.CheckResult;
import java.io.PrintStream;

/** Findings, as they come, for people and for {@code grep WRONG}. Of one thread. */
final class Report {

    private final PrintStream out;
    private int wrong;
    private boolean empty = true;

    Report(PrintStream out) {
        this.out = out;
    }

    void section(String title) {
        out.println(title);
        empty = true;
    }

    void tell(CheckResult finding) {
        if (!finding.good()) {
            wrong++;
        }
        line(finding.good() ? "ok    " : "WRONG ", finding.text());
    }

    void tellIfNothingElse(String text) {
        if (empty) {
            tell(CheckResult.good(text));
        }
    }

    void note(String text) {
        line("      ", text);
    }

    private void line(String mark, String text) {
        out.println("  " + mark + text.replace("\n", "\n        "));
        empty = false;
    }

    /** The last line; the exit code. */
    int end() {
        out.println(wrong == 0 ? "All is well. Nothing was started." : "WRONG: " + wrong + ". Nothing was started.");
        return wrong == 0 ? 0 : 1;
    }
}
