package io.logaggregator.server.access.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.access.SavedView;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.core.access.Scope;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Saved views of the web page. A private view exists for its owner only, also with scope `admin`. To create a shared view, or
 * to change or delete one, a key needs scope `operate` too.
 */
@RestController
@RequestMapping("/api/v1/views")
class ViewsController {

    private final SavedViews views;
    private final InstantSource clock;

    ViewsController(SavedViews views, InstantSource clock) {
        this.views = views;
        this.clock = clock;
    }

    /** Lists the shared views and the private ones of the caller, by name. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<ViewView> listViews() {
        return new ItemsView<>(
                views.list(callerName()).stream().map(ViewView::of).toList());
    }

    /** Saves a view. */
    @RequiresScope(Scope.READ)
    @ApiResponse(
            responseCode = "409",
            description =
                    "Another view has this name, or there are 100 private views of the caller, or 500 shared ones.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ViewView> createView(@RequestBody Form body) {
        SavedView view = body.view(UUID.randomUUID(), callerName(), now());
        requireScopeIfShared(view);
        SavedView created = views.create(view, Caller.actor());
        return ResponseEntity.created(URI.create("/api/v1/views/" + created.id()))
                .body(ViewView.of(created));
    }

    /** Gets a view. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    ViewView getView(@PathVariable UUID id) {
        return ViewView.of(visible(id));
    }

    /** Replaces a view. Only its owner can make a shared view private. */
    @RequiresScope(Scope.READ)
    @ApiResponse(
            responseCode = "409",
            description =
                    "Another view has this name, or there are 100 private views of the caller, or 500 shared ones.")
    @PutMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    ViewView replaceView(@PathVariable UUID id, @RequestBody Form body) {
        SavedView before = visible(id);
        SavedView after = body.view(id, before.owner(), now());
        requireScopeIfShared(before);
        requireScopeIfShared(after);
        if (!after.isVisibleTo(callerName())) {
            throw ProblemException.forbidden(
                    "shared: false (expected: true, except by " + before.owner() + ", the owner of the view)");
        }
        return ViewView.of(views.update(after, Caller.actor()).orElseThrow(() -> missing(id)));
    }

    /** Deletes a view. */
    @RequiresScope(Scope.READ)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteView(@PathVariable UUID id) {
        requireScopeIfShared(visible(id));
        if (!views.delete(id, Caller.actor(), clock.instant())) {
            throw missing(id);
        }
    }

    private SavedView visible(UUID id) {
        return views.find(id).filter(view -> view.isVisibleTo(callerName())).orElseThrow(() -> missing(id));
    }

    private static void requireScopeIfShared(SavedView view) {
        if (view.shared() && !Caller.required().key().scopes().contains(Scope.OPERATE)) {
            throw ProblemException.forbidden("Shared views require the scope operate.");
        }
    }

    private static String callerName() {
        return Caller.required().getName();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no view " + id + ", or it was deleted, or it is private.");
    }

    /**
     * A view to create, or to replace one. Members that only responses have are ignored.
     *
     * @param name 1 to 80 characters, unique among the shared views or among the private views of the caller
     * @param address name of a page with its parameters, for example `logs?query=level%3AERROR&from=-1h`; at most 4,000
     *     characters
     * @param shared whether all keys see it; default: false
     */
    @JsonIgnoreProperties({"id", "owner", "updatedAt"})
    record Form(
            @Nullable String name,
            @Nullable String address,
            @Nullable Boolean shared) {

        SavedView view(UUID id, String owner, Instant now) {
            return new SavedView(
                    id,
                    owner,
                    Boolean.TRUE.equals(shared),
                    Objects.requireNonNullElse(name, "").strip(),
                    Objects.requireNonNullElse(address, ""),
                    now);
        }
    }

    /**
     * A saved view.
     *
     * @param owner name of the key that created it
     * @param shared whether all keys see it, or its owner only
     */
    record ViewView(UUID id, String owner, boolean shared, String name, String address, Instant updatedAt) {

        static ViewView of(SavedView view) {
            return new ViewView(view.id(), view.owner(), view.shared(), view.name(), view.address(), view.updatedAt());
        }
    }
}
