package io.logaggregator.description;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.security.RequiresScope;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/** Which scope a key needs for a route: for programs, and in words. */
@Order(2)
final class DescribedScopes implements OperationCustomizer {

    /** The ways to show a key. */
    static final List<String> SCHEMES = List.of("apiKey", "bearer");

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        List<String> scopes = of(route);
        String line = scopes.isEmpty() ? "Any key will do." : "Scope: `" + String.join("`, `", scopes) + "`.";
        operation.setDescription((operation.getDescription() + "\n\n" + line).strip());
        SCHEMES.forEach(scheme -> operation.addSecurityItem(new SecurityRequirement().addList(scheme, scopes)));
        return operation;
    }

    static List<String> of(HandlerMethod route) {
        Scope[] scopes = Objects.requireNonNull(route.getMethodAnnotation(RequiresScope.class), route::toString)
                .value();
        return Arrays.stream(scopes)
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
