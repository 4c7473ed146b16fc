package io.logaggregator.server.operations;

import java.util.Set;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether an instance is worth a request: it has begun its work once, and database or queue is there, each of which is all
 * that half of the routes need. What it lacks then, it tells the caller itself.
 */
final class Readiness implements StatusAggregator {

    @Override
    public Status getAggregateStatus(Set<Status> statuses) {
        if (statuses.contains(Status.OUT_OF_SERVICE)) {
            return Status.OUT_OF_SERVICE;
        }
        return statuses.contains(Status.UP) ? Status.UP : Status.DOWN;
    }
}
