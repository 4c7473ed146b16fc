package io.logaggregator.server.access.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.access.NewSecret;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys. The scopes of a key never change: to replace it, create another key and revoke this one. */
@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeysController {

    private final ApiKeys keys;
    private final InstantSource clock;

    ApiKeysController(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Lists the keys, without their secrets. Of revoked keys, the 1,000 that were revoked last. */
    @RequiresScope(Scope.ADMIN)
    @GetMapping
    ItemsView<ApiKeyView> listApiKeys(
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Whether to include revoked keys.", example = "true")
                    boolean revoked) {
        return new ItemsView<>(keys.list().stream()
                .filter(key -> revoked || key.revokedAt().isEmpty())
                .map(ApiKeyView::of)
                .toList());
    }

    /** Creates a key. Only this response contains its secret. */
    @RequiresScope(Scope.ADMIN)
    @ApiResponse(responseCode = "409", description = "Another key has this name, or there are 1,000 keys.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<NewApiKeyView> createApiKey(@Valid @RequestBody ApiKeyForm form) {
        Instant now = clock.instant();
        ApiKey key = form.key(UUID.randomUUID(), now);
        if (key.name().equalsIgnoreCase(ConfiguredKey.NAME)) {
            throw new DuplicateNameException("key", key.name());
        }
        String secret = NewSecret.create();
        keys.create(key, SecretHash.of(secret), Caller.actor());
        return ResponseEntity.created(URI.create("/api/v1/api-keys/" + key.id()))
                .body(new NewApiKeyView(ApiKeyView.of(key), secret));
    }

    /** Gets a key, without its secret. */
    @RequiresScope(Scope.ADMIN)
    @GetMapping("/{id}")
    ApiKeyView getApiKey(@PathVariable UUID id) {
        return keys.find(id).map(ApiKeyView::of).orElseThrow(() -> noSuchKey(id));
    }

    /** Revokes a key, on every instance within a second. Lists with `revoked=true` still include it. */
    @RequiresScope(Scope.ADMIN)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeApiKey(@PathVariable UUID id) {
        if (!keys.revoke(id, Caller.actor(), clock.instant())) {
            throw noSuchKey(id);
        }
    }

    private static ProblemException noSuchKey(UUID id) {
        return ProblemException.notFound("There is no key " + id + ", or it was revoked.");
    }

    /**
     * A new key with its secret.
     *
     * @param secret the value of the header {@code X-API-Key}; shown only once
     */
    record NewApiKeyView(@JsonUnwrapped ApiKeyView key, String secret) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "NewApiKeyView[" + key.name() + "]";
        }
    }

    /**
     * An API key.
     *
     * @param host glob of the hosts that it may send telemetry for
     * @param environment glob of the environments that it may send telemetry for
     * @param lastUsedAt accurate to about a minute; {@code null} if it was never used
     */
    record ApiKeyView(
            UUID id,
            String name,
            Set<Scope> scopes,
            String host,
            String environment,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {

        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    key.scopes(),
                    key.host().pattern(),
                    key.environment().pattern(),
                    key.createdAt(),
                    key.expiresAt().orElse(null),
                    key.lastUsedAt().orElse(null),
                    key.revokedAt().orElse(null));
        }
    }
}
