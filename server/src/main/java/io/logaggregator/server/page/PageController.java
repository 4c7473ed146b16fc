package io.logaggregator.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The web page. Each view has an address, and all addresses have the same document, which selects the view.
 */
@RestController
@RequestMapping({
    "/",
    "/index.html",
    "/logs",
    "/hosts",
    "/host",
    "/alerts",
    "/trends",
    "/rules",
    "/rule",
    "/channels",
    "/channel",
    "/silences",
    "/silence",
    "/sources",
    "/keys",
    "/audit",
    "/rejected",
    "/health"
})
public class PageController {

    /** The addresses of the views. */
    public static final List<String> ADDRESSES =
            List.of(PageController.class.getAnnotation(RequestMapping.class).value());

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final PageDocument document;
    private final String entityTag;

    PageController(@Value("classpath:/static/index.html") Resource file) throws IOException {
        document = PageDocument.of(file.getContentAsString(UTF_8));
        entityTag = PageFiles.entityTag(file);
    }

    /**
     * Whether a browser navigates to a path that is neither an address nor one of the API. Programs get an error in their
     * format instead.
     */
    public static boolean isUnknownAddress(HttpServletRequest request) {
        String path = request.getServletPath();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getMethod().equals("GET")
                && accept != null
                && accept.startsWith(MediaType.TEXT_HTML_VALUE)
                && !path.startsWith("/api/")
                && !path.startsWith("/actuator/");
    }

    /** Responds with the document, which then shows that it has no such view. */
    public void notFound(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
        response.setHeader("Content-Security-Policy", document.policy());
        response.setContentType(HTML.toString());
        response.getOutputStream().write(document.content().getBytes(UTF_8));
    }

    @GetMapping
    ResponseEntity<String> page(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", document.policy()); // replaces the default policy
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .eTag(entityTag)
                .body(document.content());
    }

    /**
     * The document of the page and its Content-Security-Policy, which permits the import map and the scripts of this server
     * only.
     *
     * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
     * @see <a href="https://www.w3.org/TR/trusted-types/">Trusted Types</a>
     */
    private record PageDocument(String content, String policy) {

        /** Browsers hash the exact text between the tags. */
        private static final Pattern IMPORT_MAP =
                Pattern.compile("<script type=\"importmap\">(?<json>.*?)</script>", Pattern.DOTALL);

        static PageDocument of(String content) {
            Matcher importMap = IMPORT_MAP.matcher(content);
            if (!importMap.find()) {
                throw new IllegalStateException("index.html (expected: an import map)");
            }
            byte[] json = importMap.group("json").getBytes(UTF_8);
            return new PageDocument(content, policy(PageFiles.hash(json)));
        }

        private static String policy(String importMapHash) {
            return String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self' 'sha256-" + importMapHash + "'",
                    "style-src 'self'",
                    "img-src 'self' data:",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types lit-html");
        }
    }

    /**
     * The files of the page. Browsers cache and revalidate them by content: the modification time in a jar is the same for
     * all builds.
     */
    @Configuration(proxyBeanMethods = false)
    static class PageFiles implements WebMvcConfigurer {

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            for (String directory : new String[] {"app", "vendor"}) {
                registry.addResourceHandler("/" + directory + "/**")
                        .addResourceLocations("classpath:/static/" + directory + "/")
                        .setCacheControl(CacheControl.noCache())
                        .setUseLastModified(false)
                        .setEtagGenerator(PageFiles::entityTag);
            }
        }

        /** The entity tag for revalidation. Weak, because Tomcat compresses only responses with a weak tag. */
        static String entityTag(Resource file) {
            try {
                return "W/\"" + hash(file.getContentAsByteArray()) + '"';
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The SHA-256 of a file, or of a part of it, in base64. */
        static String hash(byte[] content) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is in every JDK", e);
            }
        }
    }
}
