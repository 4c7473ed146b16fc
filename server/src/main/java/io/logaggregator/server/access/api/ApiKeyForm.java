package io.logaggregator.server.access.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.common.DurationText;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.web.ProblemException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new key.
 *
 * @param host glob of the hosts that the key may send telemetry for; default: all
 * @param environment glob of the environments that the key may send telemetry for; default: all
 * @param expiresAt RFC 3339, or a duration from now such as {@code 90d}; default: never
 */
record ApiKeyForm(
        @NotBlank(message = "a name that no other key has")
        @Size(max = ApiKeyForm.MAX_TEXT, message = "at most {max} characters")
        String name,

        @NotEmpty(message = ApiKeyForm.SCOPES) Set<@NotNull(message = ApiKeyForm.SCOPES) Scope> scopes,

        @Size(min = 1, max = ApiKeyForm.MAX_TEXT, message = ApiKeyForm.GLOB) @Nullable
        String host,

        @Size(min = 1, max = ApiKeyForm.MAX_TEXT, message = ApiKeyForm.GLOB) @Nullable
        String environment,

        @Nullable String expiresAt) {

    private static final int MAX_TEXT = 200;
    private static final String SCOPES = "INGEST, READ, OPERATE, ADMIN or METRICS";
    private static final String GLOB = "a pattern of {min} to {max} characters, with * and ? as wildcards";
    private static final String END = "RFC 3339 in the future, or a duration from now such as 90d";

    ApiKey key(UUID id, Instant now) {
        return new ApiKey(
                id,
                name.strip(),
                scopes,
                host == null ? Glob.ANY : new Glob(host),
                environment == null ? Glob.ANY : new Glob(environment),
                now,
                Optional.ofNullable(expiresAt).map(text -> end(text, now)),
                Optional.empty(),
                Optional.empty());
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
            throw ProblemException.invalidField("expiresAt", text, END);
        }
        throw ProblemException.invalidField("expiresAt", text, END);
    }
}
