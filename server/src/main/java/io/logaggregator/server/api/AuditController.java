package io.logaggregator.server.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.logaggregator.application.AuditLog;
import io.logaggregator.domain.AuditEntry;
import io.logaggregator.domain.JsonObject;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.config.ApiSettings;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, when, and from where. */
@RestController
class AuditController {

    private static final Duration USUAL_SPAN = Duration.ofDays(30);

    private final AuditLog audit;
    private final ApiSettings settings;
    private final InstantSource clock;

    AuditController(AuditLog audit, ApiSettings settings, InstantSource clock) {
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    @RequiresScope(Scope.ADMIN)
    @GetMapping("/api/v1/audit")
    PageView<EntryView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        TimeRange time = TimeRange.read(parameters, USUAL_SPAN, clock.instant());
        AuditLog.Filter filter = new AuditLog.Filter(
                parameters.anyOf("kind", List.of(AuditEntry.Kind.values())),
                parameters.anyOf("action", List.of(AuditEntry.Action.values())),
                parameters.text("actor"),
                parameters.text("subject"),
                time.from(),
                time.to());
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        OptionalLong before = Cursor.read(parameters)
                .map(id -> OptionalLong.of(id.getLeastSignificantBits()))
                .orElse(OptionalLong.empty());
        parameters.refuseOthers();
        List<AuditEntry> entries = audit.list(filter, limit + 1, before);
        List<AuditEntry> page = entries.subList(0, Math.min(limit, entries.size()));
        return new PageView<>(
                page.stream().map(EntryView::of).toList(),
                entries.size() > limit
                        ? Cursor.encode(new UUID(0, page.getLast().id()))
                        : null);
    }

    /**
     * One change.
     *
     * @param before what was stored, without secrets; {@code null} if there was nothing
     * @param after likewise
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
