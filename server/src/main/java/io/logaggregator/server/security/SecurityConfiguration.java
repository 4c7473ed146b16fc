package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.access.RateLimit;
import io.logaggregator.server.access.Sessions;
import io.logaggregator.server.page.PageController;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Authentication by API key or by session cookie. Every path requires one of them, except health, the web page and the
 * description of the API.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String HEALTH = "/actuator/health";
    private static final String LOGGERS = "/actuator/loggers";

    /** The files of the web page, and the description of the API. */
    private static final String[] PUBLIC_FILES = {
        "/app/**", "/vendor/**", "/docs", "/docs/**", "/docs.html", "/openapi.json"
    };

    private final HandlerExceptionResolver problems;

    private final PageController page;

    SecurityConfiguration(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, PageController page) {
        this.problems = problems;
        this.page = page;
    }

    /** Unused, but without it Spring Boot creates a user with a password. The filters authenticate callers. */
    @Bean
    AuthenticationManager authenticationManager() {
        return authentication -> {
            throw new ProviderNotFoundException("only API keys and sessions are supported");
        };
    }

    /** Shared by both filter chains, because a key has one limit. */
    @Bean
    RateLimitFilter rateLimitFilter(ApiSettings settings) {
        return new RateLimitFilter(settings.requestsPerMinute());
    }

    /** Keeps Spring Boot from also registering the filter with the servlet container. */
    @Bean
    FilterRegistrationBean<RateLimitFilter> rateLimitRegistration(RateLimitFilter limit) {
        FilterRegistrationBean<RateLimitFilter> registration = new FilterRegistrationBean<>(limit);
        registration.setEnabled(false);
        return registration;
    }

    /** Requests with an API key. Browsers never add it by themselves, so CSRF protection is not needed. */
    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, KeyRing keys, RateLimit<String> failures, RateLimitFilter limit) {
        return common(http, limit)
                .securityMatcher(request -> PresentedKey.in(request).isPresent())
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new KeyFilter(keys, failures), AnonymousAuthenticationFilter.class)
                .build();
    }

    /** Requests with a session, or anonymous. A change requires the CSRF token of a cookie in a header. */
    @Bean
    @Order(2)
    SecurityFilterChain browsers(HttpSecurity http, Sessions sessions, RateLimitFilter limit) {
        return common(http, limit)
                .csrf(csrf -> csrf.spa()
                        .csrfTokenRepository(new SessionCsrfTokens())
                        .requireCsrfProtectionMatcher(new AndRequestMatcher(
                                CsrfFilter.DEFAULT_CSRF_MATCHER,
                                request -> SessionCookie.tokenIn(request).isPresent())))
                .addFilterBefore(new SessionFilter(sessions), AnonymousAuthenticationFilter.class)
                .build();
    }

    private HttpSecurity common(HttpSecurity http, RateLimitFilter limit) {
        return http.addFilterAfter(limit, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HEALTH, HEALTH + "/**")
                                .permitAll()
                                .requestMatchers(LOGGERS, LOGGERS + "/**")
                                .hasAuthority(Scope.ADMIN.name())
                                .requestMatchers("/actuator/**")
                                .hasAuthority(Scope.METRICS.name())
                                .requestMatchers(PageController.ADDRESSES.toArray(String[]::new))
                                .permitAll()
                                .requestMatchers(PUBLIC_FILES)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> unauthenticated(request, response))
                        .accessDeniedHandler(
                                (request, response, e) -> respond(request, response, forbidden(request, e))))
                // The only state between requests are the sessions of the package access.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable);
    }

    private void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (PageController.isUnknownAddress(request)) {
            page.notFound(response);
        } else {
            respond(request, response, unauthorized());
        }
    }

    private static ProblemException unauthorized() {
        return ProblemException.unauthorized("No API key (expected: header X-API-Key, or Authorization: Bearer).");
    }

    private static ProblemException forbidden(HttpServletRequest request, RuntimeException e) {
        return ProblemException.forbidden(
                e instanceof CsrfException
                        ? "Missing CSRF token (expected: header X-XSRF-TOKEN with the value of the cookie XSRF-TOKEN)"
                        : "Missing scope (expected: "
                                + (request.getRequestURI().startsWith(LOGGERS) ? "admin" : "metrics") + ").");
    }

    /** Rejects ambiguous requests. Any method passes, because the routes check methods. */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler ambiguousRequests() {
        return (request, response, e) ->
                respond(request, response, ProblemException.badRequest("The request is ambiguous: " + e.getMessage()));
    }

    private void respond(HttpServletRequest request, HttpServletResponse response, RuntimeException problem) {
        problems.resolveException(request, response, null, problem);
    }

    /** Authenticates the caller by the session cookie. With an expired session, the caller is anonymous. */
    private static final class SessionFilter extends OncePerRequestFilter {

        private final Sessions sessions;

        SessionFilter(Sessions sessions) {
            this.sessions = sessions;
        }

        /** The web page is public, and available without the database, which holds the sessions. */
        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            String path = request.getServletPath();
            return !path.startsWith("/api/") && !path.startsWith("/actuator/");
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            SessionCookie.tokenIn(request)
                    .flatMap(sessions::resume)
                    .ifPresent(key -> SecurityContextHolder.getContext()
                            .setAuthentication(new Caller(key, request.getRemoteAddr())));
            chain.doFilter(request, response);
        }
    }
}
