package io.logaggregator.server.web;

import io.logaggregator.core.common.NameText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Escapes the control characters of rejected values in problem details. */
@ControllerAdvice
final class ProblemText implements ResponseBodyAdvice<Object> {

    @Override
    public boolean supports(MethodParameter type, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter type,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof ProblemDetail problem) {
            String detail = problem.getDetail();
            Map<String, Object> members = problem.getProperties();
            if (detail != null) {
                problem.setDetail(NameText.escaped(detail));
            }
            if (members != null) {
                members.replaceAll((_, value) -> value instanceof String text ? NameText.escaped(text) : value);
            }
        }
        return body;
    }
}
