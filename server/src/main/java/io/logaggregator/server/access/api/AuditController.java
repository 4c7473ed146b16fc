package io.logaggregator.server.access.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log of changes. */
@RestController
class AuditController {

    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    /** Lists changes with their author, time and address, newest first. */
    @RequiresScope(Scope.ADMIN)
    @GetMapping("/api/v1/audit")
    PageView<EntryView> listAudit(
            @ModelAttribute Filter filter,
            @Within("30d") TimeRange time,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        Optional<UUID> last = Cursor.idIn(Source.AUDIT, cursor);
        OptionalLong before = last.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(last.get().getLeastSignificantBits());
        List<AuditEntry> entries = audit.list(filter.of(time), limit + 1, before);
        List<AuditEntry> page = entries.subList(0, Math.min(limit, entries.size()));
        Optional<UUID> next =
                entries.size() > limit ? Optional.of(new UUID(0, page.getLast().id())) : Optional.empty();
        return PageView.of(Source.AUDIT, new Page<>(page, next), EntryView::of);
    }

    /** The parameters that select entries. */
    record Filter(
            @Parameter(description = "Any of these kinds.", example = "RULE") @Nullable
            Set<AuditEntry.Kind> kind,

            @Parameter(description = "Any of these actions.", example = "CREATED") @Nullable
            Set<AuditEntry.Action> action,

            @Parameter(description = "The name of the key.", example = "Bootstrap key") @Nullable
            String actor,

            @Parameter(description = "The id of the changed object.", example = "019ab0c1-0000-7000-8000-000000000001")
            @Nullable
            String subject) {

        private AuditLog.Filter of(TimeRange time) {
            return new AuditLog.Filter(
                    kind == null ? Set.of() : kind,
                    action == null ? Set.of() : action,
                    text(actor),
                    text(subject),
                    time.from(),
                    time.to());
        }

        private static Optional<String> text(@Nullable String value) {
            return Optional.ofNullable(value).filter(text -> !text.isEmpty());
        }
    }

    /**
     * One change.
     *
     * @param before the object before the change, without secrets; {@code null} if it was created
     * @param after the object after the change, without secrets; {@code null} if it was deleted
     */
    record EntryView(
            Instant at,
            String actor,
            String address,
            String requestId,
            AuditEntry.Action action,
            AuditEntry.Kind kind,
            String subject,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {

        static EntryView of(AuditEntry entry) {
            return new EntryView(
                    entry.at(),
                    entry.actor(),
                    entry.address(),
                    entry.requestId(),
                    entry.action(),
                    entry.kind(),
                    entry.subject(),
                    textOf(entry.before()),
                    textOf(entry.after()));
        }

        private static @Nullable String textOf(Optional<JsonObject> json) {
            return json.map(JsonObject::text).orElse(null);
        }
    }
}
