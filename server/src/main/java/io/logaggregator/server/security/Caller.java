package io.logaggregator.server.security;

import io.logaggregator.core.access.ApiKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is asking: the holder of a key, whether he showed it or signed in with it. */
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

    /** Who sent the request that this thread answers; empty where nobody has said. */
    public static Optional<Caller> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** The key, without its secret. */
    public ApiKey key() {
        return key;
    }

    /** From where he asks. */
    public String address() {
        return address;
    }

    @Override
    public String getName() {
        return key.name();
    }

    /** None: they are forgotten as soon as they were looked at. */
    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return key;
    }
}
