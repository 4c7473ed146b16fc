package io.logaggregator.faults;

/** What can go wrong; each kind is drawn as often as any other. */
enum FaultKind {
    KILLED_AGGREGATOR("kill -9 of an aggregator"),
    KILLED_BROKER("kill -9 of the broker"),
    KILLED_POSTGRES("kill -9 of PostgreSQL"),
    STOPPED_AGGREGATOR("SIGSTOP of an aggregator"),
    STOPPED_BROKER("SIGSTOP of the broker"),
    STOPPED_POSTGRES("SIGSTOP of PostgreSQL"),
    FULL_DISK("disk of PostgreSQL full"),
    FULL_LOG("disk full, PostgreSQL's log too"),
    STALLED_LINE("network stalls"),
    RESET_LINE("network resets"),
    TRICKLING_LINE("network trickles");

    private final String title;

    FaultKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
