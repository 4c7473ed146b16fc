package io.logaggregator.server.api;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.server.parameter.Choices;
import io.logaggregator.server.settings.DurationText;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is asked for in JSON.
 *
 * @param host whose telemetry it may send; absent: all
 * @param environment likewise
 * @param expiresAt an instant, or a duration from now; absent: never
 */
record ApiKeyForm(
        @Schema(requiredMode = REQUIRED) @Nullable String name,

        @ArraySchema(arraySchema = @Schema(requiredMode = REQUIRED), schema = @Schema(implementation = Scope.class))
        @Nullable
        List<@Nullable String> scopes,

        @Nullable String host,
        @Nullable String environment,
        @Nullable String expiresAt) {

    private static final int LONGEST_TEXT = 200;
    private static final String END = "RFC 3339 in the future, or a duration from now such as 90d";

    ApiKey key(UUID id, Instant now) {
        String givenName = BodyFields.text("name", name, LONGEST_TEXT, "").strip();
        if (givenName.isEmpty()) {
            throw BodyFields.invalid("name", "nothing", "a name that no other key has");
        }
        return new ApiKey(
                id,
                givenName,
                chosenScopes(),
                BodyFields.glob("host", host, LONGEST_TEXT),
                BodyFields.glob("environment", environment, LONGEST_TEXT),
                now,
                Optional.ofNullable(expiresAt).map(text -> end(text, now)),
                Optional.empty(),
                Optional.empty());
    }

    private Set<Scope> chosenScopes() {
        List<Scope> choices = List.of(Scope.values());
        if (scopes == null || scopes.isEmpty()) {
            throw BodyFields.invalid("scopes", "none", Choices.expected(choices));
        }
        Set<Scope> chosen = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> chosen.add(BodyFields.choice("scopes", scope, choices)));
        return chosen;
    }

    private static Instant end(String text, Instant now) {
        try {
            Instant end = text.endsWith("Z") || text.indexOf(':') >= 0
                    ? Instant.parse(text)
                    : now.plus(DurationText.parse(text));
            if (end.isAfter(now)) {
                return end;
            }
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw BodyFields.invalid("expiresAt", text, END);
        }
        throw BodyFields.invalid("expiresAt", text, END);
    }
}
