package io.logaggregator.embedded;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of the page. One class, so that one JVM runs them all with one server and one browser. */
@Tag("browser")
@ExtendWith(SharedPage.class)
class BrowserIT {

    @Nested
    class Actions extends PageActions {
        Actions(RunningPage page) {
            super(page);
        }
    }

    @Nested
    class Logs extends PageLogs {
        Logs(RunningPage page) {
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
