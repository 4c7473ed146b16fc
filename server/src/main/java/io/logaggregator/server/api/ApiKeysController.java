package io.logaggregator.server.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.access.NewSecret;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys by which callers are known. What a key may do never changes: one makes another, and revokes the first. */
@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeysController {

    private final ApiKeys keys;
    private final InstantSource clock;

    ApiKeysController(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Lists the keys, without their secrets. */
    @RequiresScope(Scope.ADMIN)
    @Takes(
            name = "revoked",
            type = ParameterType.FLAG,
            says = "whether to list revoked ones, too",
            standard = "false",
            example = "true")
    @GetMapping
    ItemsView<ApiKeyView> listApiKeys(RequestParameters parameters) {
        boolean revoked = parameters.flag("revoked");
        return new ItemsView<>(keys.list().stream()
                .filter(key -> revoked || key.revokedAt().isEmpty())
                .map(ApiKeyView::of)
                .toList());
    }

    /** Creates a key. This is the only answer that ever holds its secret. */
    @RequiresScope(Scope.ADMIN)
    @Refuses(status = HttpStatus.CONFLICT, when = "another key has the name")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<NewApiKeyView> createApiKey(@RequestBody ApiKeyForm form) {
        Instant now = clock.instant();
        ApiKey key = form.key(UUID.randomUUID(), now);
        if (key.name().equalsIgnoreCase(ConfiguredKey.NAME)) {
            throw new DuplicateNameException("key", key.name());
        }
        String secret = NewSecret.create();
        keys.create(key, SecretHash.of(secret), Callers.current());
        return ResponseEntity.created(URI.create("/api/v1/api-keys/" + key.id()))
                .body(new NewApiKeyView(ApiKeyView.of(key), secret));
    }

    /** Gets a key, without its secret. */
    @RequiresScope(Scope.ADMIN)
    @GetMapping("/{id}")
    ApiKeyView getApiKey(@PathVariable UUID id) {
        return keys.find(id).map(ApiKeyView::of).orElseThrow(() -> noSuchKey(id));
    }

    /** Revokes a key, on every instance within a second. It stays in the list for those who ask for revoked ones. */
    @RequiresScope(Scope.ADMIN)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeApiKey(@PathVariable UUID id) {
        if (!keys.revoke(id, Callers.current(), clock.instant())) {
            throw noSuchKey(id);
        }
    }

    private static NotFoundException noSuchKey(UUID id) {
        return new NotFoundException("There is no key " + id + ", or no longer.");
    }
}
