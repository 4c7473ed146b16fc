package io.logaggregator.description;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Objects;
import java.util.regex.Pattern;

/** Who shows the entity tag of a single resource is not sent again what he has. */
final class DescribedEntityTags {

    private static final Pattern SINGLE_RESOURCE = Pattern.compile("/api/v1/[a-z-]+/\\{[a-z]+}");

    private DescribedEntityTags() {}

    static void addTo(String path, PathItem item) {
        Operation get = item.getGet();
        if (get == null || !SINGLE_RESOURCE.matcher(path).matches()) {
            return;
        }
        get.addParametersItem(new HeaderParameter()
                .name("If-None-Match")
                .description("The `ETag` of the answer that the caller has.")
                .required(false)
                .schema(Schemas.of("string")));
        Objects.requireNonNull(get.getResponses().get("200"))
                .addHeaderObject(
                        "ETag",
                        new Header()
                                .description("Of what is answered, for `If-None-Match`.")
                                .schema(Schemas.of("string")));
        get.getResponses().addApiResponse("304", new ApiResponse().description("It is what the caller has."));
    }
}
