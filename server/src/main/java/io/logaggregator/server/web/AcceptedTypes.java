package io.logaggregator.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** The media types that the header {@code Accept} of a request names. */
public final class AcceptedTypes {

    private AcceptedTypes() {}

    /**
     * The offered type that the caller prefers; the first one if it has no preference.
     *
     * @throws HttpMediaTypeNotAcceptableException if the caller accepts none of them
     */
    public static MediaType bestOf(List<MediaType> offered, HttpServletRequest request)
            throws HttpMediaTypeNotAcceptableException {
        for (MediaType wanted : in(request)) {
            for (MediaType type : offered) {
                if (wanted.isCompatibleWith(type)) {
                    return type;
                }
            }
        }
        throw new HttpMediaTypeNotAcceptableException(offered);
    }

    /** By preference. A missing or malformed header accepts every type. */
    private static List<MediaType> in(HttpServletRequest request) {
        try {
            List<MediaType> types = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            return types.isEmpty() ? List.of(MediaType.ALL) : byPreference(types);
        } catch (InvalidMediaTypeException e) {
            return List.of(MediaType.ALL);
        }
    }

    private static List<MediaType> byPreference(List<MediaType> types) {
        return types.stream()
                .filter(type -> type.getQualityValue() > 0)
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .toList();
    }
}
