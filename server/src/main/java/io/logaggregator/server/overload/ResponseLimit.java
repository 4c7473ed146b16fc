package io.logaggregator.server.overload;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Admits the objects of responses by their size: they stay in memory until the client has read them. Exports and the live
 * tail, which have no such object, have limits of their own.
 */
@ControllerAdvice
final class ResponseLimit implements ResponseBodyAdvice<Object> {

    /** Size up to which a response fits the buffer of its connection. Error responses are smaller, so they are admitted. */
    private static final long MAX_UNCOUNTED_BYTES = 8 << 10;

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType selectedContentType,
            Class<? extends HttpMessageConverter<?>> selectedConverterType,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        long bytes = ObjectSize.of(body);
        if (bytes > MAX_UNCOUNTED_BYTES && request instanceof ServletServerHttpRequest servlet) {
            Optional<RequestMemory> memory = RequestMemory.of(servlet.getServletRequest());
            memory.ifPresent(open -> open.response().add(bytes));
        }
        return body;
    }
}
