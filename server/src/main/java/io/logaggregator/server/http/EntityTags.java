package io.logaggregator.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Gives the answer about a single resource an entity tag, by which the caller may ask later whether it is still the same,
 * and need not read it again when it is (304). He may keep it for himself, but has to ask each time.
 *
 * <p>The tags are weak: they are of what is said, not of how it is packed on the way. Nothing else is held back to be
 * tagged, since it may be long, or never end.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110, ETag</a>
 */
final class EntityTags extends ShallowEtagHeaderFilter {

    /** One by its id; hosts are known by their names. */
    private static final Pattern SINGLE_RESOURCE =
            Pattern.compile("/api/v1/(?:hosts/[^/]+|[a-z-]+/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

    private static final String ASK_EACH_TIME = "no-cache, private";

    EntityTags() {
        setWriteWeakETag(true);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SINGLE_RESOURCE.matcher(request.getServletPath()).matches();
    }

    @Override
    protected boolean isEligibleForEtag(
            HttpServletRequest request, HttpServletResponse response, int status, InputStream body) {
        if (status == HttpStatus.OK.value()) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME);
        }
        return super.isEligibleForEtag(request, response, status, body);
    }
}
