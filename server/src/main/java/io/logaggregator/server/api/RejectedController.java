package io.logaggregator.server.api;

import io.logaggregator.application.MessageQueue;
import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.application.RejectedMessages;
import io.logaggregator.domain.RejectedMessage;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.config.ApiSettings;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.security.RequiresScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages that could not be used: to be looked at, taken out, and sent again once the cause is gone. */
@RestController
@RequestMapping("/api/v1/rejected")
class RejectedController {

    private static final int BYTES_IN_LIST = 1 << 10;
    private static final int BYTES_ALONE = 1 << 16;

    private final RejectedMessages messages;
    private final MessageQueue queue;
    private final ApiSettings settings;

    RejectedController(RejectedMessages messages, MessageQueue queue, ApiSettings settings) {
        this.messages = messages;
        this.queue = queue;
        this.settings = settings;
    }

    @RequiresScope(Scope.OPERATE)
    @GetMapping
    PageView<RejectedView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        Optional<UUID> after = Cursor.read(parameters);
        parameters.refuseOthers();
        return PageView.of(messages.list(limit, after), message -> RejectedView.of(message, BYTES_IN_LIST));
    }

    @RequiresScope(Scope.OPERATE)
    @GetMapping("/{id}")
    RejectedView one(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return RejectedView.of(find(id), BYTES_ALONE);
    }

    /** The value as it came, never as something a browser would show: nobody knows what is in it. */
    @RequiresScope(Scope.OPERATE)
    @GetMapping("/{id}/bytes")
    ResponseEntity<byte[]> bytes(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        ContentDisposition file =
                ContentDisposition.attachment().filename(id + ".bin").build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(find(id).rejection().value());
    }

    @RequiresScope(Scope.OPERATE)
    @PostMapping("/{id}/replay")
    RejectedView replay(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return messages.replay(id, message -> queue.publish(List.of(again(message))))
                .map(message -> RejectedView.of(message, BYTES_ALONE))
                .orElseThrow(() -> noSuchMessage(id));
    }

    private static OutgoingMessage again(RejectedMessage message) {
        return new OutgoingMessage(
                message.partition().topic(), message.key(), message.rejection().value());
    }

    private RejectedMessage find(UUID id) {
        return messages.find(id).orElseThrow(() -> noSuchMessage(id));
    }

    private static NotFoundException noSuchMessage(UUID id) {
        return new NotFoundException("There is no rejected message " + id + ", or no longer.");
    }
}
