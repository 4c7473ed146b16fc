package io.logaggregator.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** What a caller says he can read. */
public final class AcceptedTypes {

    private AcceptedTypes() {}

    /**
     * The one of these types that he would rather have; the first of them where he does not mind.
     *
     * @throws HttpMediaTypeNotAcceptableException when he can read none of them
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

    /** The most wanted first. Who says nothing, or nothing that can be read, takes all. */
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
