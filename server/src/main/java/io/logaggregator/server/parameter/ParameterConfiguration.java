package io.logaggregator.server.parameter;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Has the parameters of each route of the API checked. */
@Configuration(proxyBeanMethods = false)
class ParameterConfiguration implements WebMvcConfigurer {

    /** Behind the check of scopes: who may not do it at all is told that, not how. */
    private static final int ORDER = 1;

    private final ParameterCheck check;

    ParameterConfiguration(RouteParameters routes) {
        check = new ParameterCheck(routes);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(check).addPathPatterns("/api/**").order(ORDER);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(check);
    }
}
