package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks the scope of each route below {@code /api}, before the parameters and the body are read. */
@Configuration(proxyBeanMethods = false)
class ScopeCheck implements WebMvcConfigurer, HandlerInterceptor {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod route) {
            RequiresScope required = route.getMethodAnnotation(RequiresScope.class);
            if (required == null && HttpMethod.OPTIONS.matches(request.getMethod())) {
                return true; // Spring's own handler, which lists the methods of the route
            }
            if (required == null) {
                throw new IllegalStateException(route + " (expected: @RequiresScope)");
            }
            requireAll(Set.of(required.value()));
        }
        return true;
    }

    private static void requireAll(Set<Scope> required) {
        Set<Scope> has = Caller.required().key().scopes();
        if (!has.containsAll(required)) {
            throw ProblemException.forbidden("scopes: " + names(has) + " (expected: " + names(required) + ")");
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
