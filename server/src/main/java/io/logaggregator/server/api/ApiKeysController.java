package io.logaggregator.server.api;

import io.logaggregator.application.DuplicateNameException;
import io.logaggregator.application.access.ApiKeys;
import io.logaggregator.domain.access.ApiKey;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.domain.access.SecretHash;
import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.access.NewSecret;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.security.RequiresScope;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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

    @RequiresScope(Scope.ADMIN)
    @GetMapping
    ItemsView<ApiKeyView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        boolean revoked = parameters.flag("revoked");
        parameters.refuseOthers();
        return new ItemsView<>(keys.list().stream()
                .filter(key -> revoked || key.revokedAt().isEmpty())
                .map(ApiKeyView::of)
                .toList());
    }

    /** The only answer that ever holds the secret. */
    @RequiresScope(Scope.ADMIN)
    @PostMapping
    ResponseEntity<NewApiKeyView> create(
            @RequestBody ApiKeyForm form, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
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

    @RequiresScope(Scope.ADMIN)
    @GetMapping("/{id}")
    ApiKeyView one(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return keys.find(id).map(ApiKeyView::of).orElseThrow(() -> noSuchKey(id));
    }

    /** Revokes it. It stays in the list for those who ask for revoked ones. */
    @RequiresScope(Scope.ADMIN)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        if (!keys.revoke(id, Callers.current(), clock.instant())) {
            throw noSuchKey(id);
        }
    }

    private static NotFoundException noSuchKey(UUID id) {
        return new NotFoundException("There is no key " + id + ", or no longer.");
    }
}
