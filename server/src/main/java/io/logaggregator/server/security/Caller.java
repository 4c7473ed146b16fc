package io.logaggregator.server.security;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.server.http.RequestIdFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** The caller: the holder of an API key, presented with the request or at sign-in. */
public final class Caller extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient ApiKey key;
    private final String address;

    Caller(ApiKey key, String address) {
        super(key.scopes().stream()
                .map(scope -> new SimpleGrantedAuthority(scope.name()))
                .toList());
        this.key = key;
        this.address = address;
        setAuthenticated(true);
    }

    /** The caller of the current request; empty if it is anonymous. */
    public static Optional<Caller> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** The caller of the current request, which is never anonymous below {@code /api}. */
    public static Caller required() {
        return current().orElseThrow(() -> new IllegalStateException("caller: anonymous (expected: authenticated)"));
    }

    /** The caller of the current request, as the audit log records it. */
    public static Actor actor() {
        Caller caller = required();
        return new Actor(caller.getName(), caller.address(), RequestIdFilter.current());
    }

    /** The key, without its secret. */
    public ApiKey key() {
        return key;
    }

    /** The IP address of the caller. */
    public String address() {
        return address;
    }

    @Override
    public String getName() {
        return key.name();
    }

    /** None: the secret is dropped after authentication. */
    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return key;
    }
}
