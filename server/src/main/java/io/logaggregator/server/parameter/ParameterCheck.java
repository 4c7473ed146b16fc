package io.logaggregator.server.parameter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses parameters that the route does not take, and hands the others to handlers that ask for them. */
final class ParameterCheck implements HandlerInterceptor, HandlerMethodArgumentResolver {

    private static final String ATTRIBUTE = RequestParameters.class.getName();

    private final RouteParameters routes;

    ParameterCheck(RouteParameters routes) {
        this.routes = routes;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod route) {
            RequestParameters parameters = new RequestParameters(routes.of(route), inUrl(request));
            parameters.refuseOthers();
            request.setAttribute(ATTRIBUTE, parameters);
        }
        return true;
    }

    /** The servlet container would also take the body of a form for parameters. */
    private static MultiValueMap<String, String> inUrl(HttpServletRequest request) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        if (request.getQueryString() != null) {
            request.getParameterMap().forEach((name, given) -> values.addAll(name, List.of(given)));
        }
        return values;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == RequestParameters.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    }
}
