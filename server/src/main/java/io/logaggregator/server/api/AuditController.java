package io.logaggregator.server.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, when, and from where. */
@RestController
class AuditController {

    private final AuditLog audit;
    private final InstantSource clock;

    AuditController(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Lists who changed what, when, and from where, newest first. */
    @RequiresScope(Scope.ADMIN)
    @Takes(
            name = "kind",
            type = ParameterType.CHOICE,
            choices = AuditEntry.Kind.class,
            repeated = true,
            says = "any of these",
            example = "RULE")
    @Takes(
            name = "action",
            type = ParameterType.CHOICE,
            choices = AuditEntry.Action.class,
            repeated = true,
            says = "any of these",
            example = "CREATED")
    @Takes(name = "actor", says = "the name of the key", example = "Bootstrap key")
    @Takes(name = "subject", says = "the id of what was changed", example = "019ab0c1-0000-7000-8000-000000000001")
    @Within("30d")
    @Pages
    @GetMapping("/api/v1/audit")
    PageView<EntryView> listAudit(RequestParameters parameters) {
        TimeRange time = TimeRange.read(parameters, clock.instant());
        AuditLog.Filter filter = new AuditLog.Filter(
                parameters.anyOf("kind", AuditEntry.Kind.class),
                parameters.anyOf("action", AuditEntry.Action.class),
                parameters.text("actor"),
                parameters.text("subject"),
                time.from(),
                time.to());
        int limit = parameters.number("limit");
        OptionalLong before = Cursor.read(parameters)
                .map(id -> OptionalLong.of(id.getLeastSignificantBits()))
                .orElse(OptionalLong.empty());
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
