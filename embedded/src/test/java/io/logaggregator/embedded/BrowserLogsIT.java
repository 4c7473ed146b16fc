package io.logaggregator.embedded;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of the Logs page: see {@link BrowserPagesIT}. */
@Tag("browser")
@ExtendWith(SharedPage.class)
class BrowserLogsIT {

    @Nested
    class Logs extends PageLogs {
        Logs(RunningPage page) {
            super(page);
        }
    }

    @Nested
    class Speed extends PageSpeed {
        Speed(RunningPage page) {
            super(page);
        }
    }

    @Nested
    class Tail extends PageTail {
        Tail(RunningPage page) {
            super(page);
        }
    }
}
