package io.logaggregator.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The web page. Each view has an address, and all addresses have the same document, which selects the view.
 */
@RestController
class PageController {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final PageDocument document;
    private final String entityTag;

    PageController(@Value("classpath:/static/index.html") Resource file) throws IOException {
        document = PageDocument.of(file.getContentAsString(UTF_8));
        entityTag = ContentHash.of(file).entityTag();
    }

    @GetMapping({
        "/",
        "/index.html",
        "/logs",
        "/hosts",
        "/host",
        "/alerts",
        "/trends",
        "/rules",
        "/rule",
        "/keys",
        "/rejected",
        "/health"
    })
    ResponseEntity<String> page(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", document.policy()); // replaces the default policy
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .eTag(entityTag)
                .body(document.content());
    }
}
