package io.logaggregator.embedded;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of all pages except those in {@link BrowserLogsIT}. The tests of each of the two classes share a server and a
 * browser; the classes run in parallel.
 */
@Tag("browser")
@ExtendWith(SharedPage.class)
class BrowserPagesIT {

    @Nested
    class Actions extends PageActions {
        Actions(RunningPage page) {
            super(page);
        }
    }

    @Nested
    class Looks extends PageLooks {
        Looks(RunningPage page) throws IOException {
            super(page);
        }
    }

    @Nested
    class Navigation extends PageNavigation {
        Navigation(RunningPage page) {
            super(page);
        }
    }

    @Nested
    class Notifications extends PageNotifications {
        Notifications(RunningPage page) {
            super(page);
        }
    }
}
