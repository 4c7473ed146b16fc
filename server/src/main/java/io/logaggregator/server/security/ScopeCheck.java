package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.http.ForbiddenException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Asks of each route below {@code /api} whether the caller has its scope, before anything of the request is read. */
final class ScopeCheck implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod route) {
            RequiresScope required = route.getMethodAnnotation(RequiresScope.class);
            if (required == null) {
                throw new IllegalStateException(route + " (expected: @RequiresScope)");
            }
            requireAll(Set.of(required.value()));
        }
        return true;
    }

    private static void requireAll(Set<Scope> required) {
        Set<Scope> has = Caller.current()
                .map(caller -> caller.key().scopes())
                .orElseThrow(() -> new IllegalStateException("a caller nobody knows (expected: none gets here)"));
        if (!has.containsAll(required)) {
            throw new ForbiddenException(
                    "This key may not do that: its scopes are " + names(has) + " (expected: " + names(required) + ").");
        }
    }

    private static String names(Set<Scope> scopes) {
        return String.join(
                ", ",
                Arrays.stream(Scope.values())
                        .filter(scopes::contains)
                        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
