package io.logaggregator.server.api;

import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Returns fixed entries for every query, and records the query. */
final class FakeAuditLog implements AuditLog {

    List<AuditEntry> entries = List.of();

    @Nullable
    Filter filter;

    OptionalLong before = OptionalLong.empty();

    @Override
    public List<AuditEntry> list(Filter asked, int limit, OptionalLong cursor) {
        filter = asked;
        before = cursor;
        return entries.subList(0, Math.min(limit, entries.size()));
    }
}
