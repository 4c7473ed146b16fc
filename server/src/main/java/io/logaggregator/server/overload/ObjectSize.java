package io.logaggregator.server.overload;

import io.logaggregator.core.observation.LogTexts;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.util.ReflectionUtils;

/**
 * Estimates the memory of responses and of results of the store in bytes, at the upper end: texts, collections and records.
 * Thread-safe.
 */
public final class ObjectSize {

    /** An object with its header and reference. */
    private static final long OBJECT = 24;

    /** A field, or a reference of a collection. */
    private static final long FIELD = 8;

    /** A map entry without its key and its value. */
    private static final long ENTRY = 40;

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {

        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Arrays.stream(components)
                    .forEach(component -> component.getAccessor().setAccessible(true));
            return components;
        }
    };

    private ObjectSize() {}

    /** The estimate of an object. */
    public static long of(@Nullable Object object) {
        return switch (object) {
            case null -> 0;
            case String text -> text(text);
            case byte[] bytes -> OBJECT + bytes.length;
            case Optional<?> optional -> OBJECT + of(optional.orElse(null));
            case Collection<?> items -> all(items);
            case Map<?, ?> map -> ENTRY * map.size() + all(map.keySet()) + all(map.values());
            case LogTexts texts -> all(texts.values());
            case Record data -> OBJECT + ofRecord(data);
            case ProblemDetail problem -> text(String.valueOf(problem.getDetail())) + of(problem.getProperties());
            default -> OBJECT;
        };
    }

    private static long all(Collection<?> items) {
        return OBJECT + items.stream().mapToLong(item -> FIELD + of(item)).sum();
    }

    private static long ofRecord(Record data) {
        long bytes = 0;
        for (RecordComponent component : COMPONENTS.get(data.getClass())) {
            bytes += FIELD;
            if (!component.getType().isPrimitive()) {
                bytes += of(ReflectionUtils.invokeMethod(component.getAccessor(), data));
            }
        }
        return bytes;
    }

    /** Java stores one byte per character up to U+00FF, otherwise two for each. */
    private static long text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 2 * OBJECT + 2L * text.length();
            }
        }
        return 2 * OBJECT + text.length();
    }
}
