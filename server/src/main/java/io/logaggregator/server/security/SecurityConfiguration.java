package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.access.FailedAttempts;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.access.Sessions;
import io.logaggregator.server.http.ForbiddenException;
import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.http.UnauthorizedException;
import io.logaggregator.server.settings.ApiSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Two ways in: programs show a key with each request, browsers sign in with one. Everything below {@code /api} and {@code
 * /actuator} needs one of the two, but for health; pages and the description of the API are for everybody.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String HEALTH = "/actuator/health";
    private static final String LOGGERS = "/actuator/loggers";

    private final HandlerExceptionResolver problems;

    SecurityConfiguration(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    /** Without one Spring Boot would make a user with a password. Nobody asks it: the filters know who is who. */
    @Bean
    AuthenticationManager authenticationManager() {
        return authentication -> {
            throw new ProviderNotFoundException("there are keys and sessions only");
        };
    }

    /** One for both ways in, since a key has one limit. */
    @Bean
    RateLimitFilter rateLimitFilter(ApiSettings settings) {
        return new RateLimitFilter(settings.requestsPerMinute());
    }

    /** Only where Spring Security has put it: as a bean it would be a filter of the servlet container, too. */
    @Bean
    FilterRegistrationBean<RateLimitFilter> rateLimitNowhereElse(RateLimitFilter limit) {
        FilterRegistrationBean<RateLimitFilter> registration = new FilterRegistrationBean<>(limit);
        registration.setEnabled(false);
        return registration;
    }

    /** No browser adds the header by itself, so nobody can be tricked into it. */
    @Bean
    @Order(1)
    SecurityFilterChain programs(HttpSecurity http, KeyRing keys, FailedAttempts failures, RateLimitFilter limit) {
        return common(http, limit)
                .securityMatcher(request -> ShownKey.in(request).isPresent())
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new KeyFilter(keys, failures), AnonymousAuthenticationFilter.class)
                .build();
    }

    /** Browsers that signed in, and whoever shows nothing. A request that changes something repeats a cookie in a header. */
    @Bean
    @Order(2)
    SecurityFilterChain browsers(HttpSecurity http, Sessions sessions, RateLimitFilter limit) {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return common(http, limit)
                .csrf(csrf -> csrf.spa()
                        .csrfTokenRepository(tokens)
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
                                .requestMatchers("/api/**")
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> tell(request, response, unauthorized()))
                        .accessDeniedHandler((request, response, e) -> tell(request, response, forbidden(request, e))))
                // Nothing is remembered between requests but what the sessions of access are.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable);
    }

    private static RuntimeException unauthorized() {
        return new UnauthorizedException("No API key (expected: header X-API-Key, or Authorization: Bearer).");
    }

    private static RuntimeException forbidden(HttpServletRequest request, RuntimeException e) {
        return new ForbiddenException(
                e instanceof CsrfException
                        ? "A browser's request that changes something needs the value of the cookie XSRF-TOKEN in the"
                                + " header X-XSRF-TOKEN."
                        : "This key may not do that (expected: scope "
                                + (request.getRequestURI().startsWith(LOGGERS) ? "admin" : "metrics") + ").");
    }

    /** Refuses what could mean two things, but leaves it to the routes which methods they have. */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler ambiguousRequests() {
        return (request, response, e) ->
                tell(request, response, new InvalidRequestException("The request is ambiguous: " + e.getMessage()));
    }

    private void tell(HttpServletRequest request, HttpServletResponse response, RuntimeException problem) {
        problems.resolveException(request, response, null, problem);
    }
}
